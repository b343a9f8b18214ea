package dev.memoize.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.spi.ConfigurationError;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    Path classPath;

    @AfterEach
    void forgetProperties() {
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("memoize."))
                .forEach(System::clearProperty);
    }

    private Environment file(String... lines) throws IOException {
        Files.write(classPath.resolve("memoize.properties"), List.of(lines));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
            return Environment.of(loader);
        }
    }

    @Test
    void systemPropertiesAreOverTheFile() throws IOException {
        System.setProperty("memoize.logtime.folder", " logs ");
        Environment environment = file("memoize.logtime.folder=file", "memoize.logtime.enabled=false");
        assertThat(environment.get(Environment.LOGTIME_FOLDER)).isEqualTo("logs");
        assertThat(environment.isOn(Environment.LOGTIME_ENABLED)).isFalse();
        assertThat(environment.isOn(Environment.ENABLED)).isTrue();
    }

    @Test
    void anUnknownKeyOfLogTimeIsNamed() {
        assertThatThrownBy(() -> file("memoize.logtime.foldr=logs"))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageStartingWith("unknown key \"memoize.logtime.foldr\" in file:")
                .hasMessageEndingWith(
                        "; use memoize.enabled, memoize.retryOverflow, memoize.record, memoize.logtime.enabled, memoize.logtime.folder or memoize.<class>.<method>.<attribute>");
    }

    @Test
    void aSwitchIsTrueOrFalse() {
        System.setProperty("memoize.logtime.enabled", "off");
        assertThatThrownBy(this::file)
                .isInstanceOf(ConfigurationError.class)
                .hasMessage("memoize.logtime.enabled is \"off\"; use true or false");
    }

    @Test
    void keysOfMethodsAreApartFromTheOthers() throws IOException {
        Environment environment = file("memoize.enabled=true", "memoize.logtime.folder=x", "memoize.a.B.c.ttl=5m");
        assertThat(environment.ofMethods()).containsOnlyKeys("memoize.a.B.c.ttl");
    }

    @Test
    void aFileIsReadOnceForEachLoader() throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
            assertThat(Environment.of(loader)).isSameAs(Environment.of(loader));
        }
    }
}
