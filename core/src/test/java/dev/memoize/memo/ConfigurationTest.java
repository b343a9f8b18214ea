package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.ConfigurationError;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final String KEY = "memoize.com.acme.Prices.price.ttl";

    @TempDir
    Path classPath;

    @AfterEach
    void forgetProperties() {
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("memoize."))
                .forEach(System::clearProperty);
    }

    private Configuration file(String... lines) throws IOException {
        Files.write(classPath.resolve("memoize.properties"), java.util.List.of(lines));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
            return Configuration.of(loader);
        }
    }

    private static Settings overridden(Configuration configuration) {
        return configuration.override("com.acme.Prices", "price", Settings.DEFAULT);
    }

    private static String error(org.junit.jupiter.api.function.Executable e) {
        return assertThrows(ConfigurationError.class, e).getMessage();
    }

    @Test
    void aFileOnTheClassPathOverridesTheAnnotation() throws IOException {
        Configuration c = file(KEY + "=5m", "memoize.com.acme.Prices.price.maxSize = 7");
        assertEquals(300_000_000_000L, overridden(c).ttlNanos());
        assertEquals(7, overridden(c).maxSize());
        assertEquals(Settings.DEFAULT, c.override("com.acme.Prices", "other", Settings.DEFAULT));
    }

    @Test
    void aSystemPropertyOverridesTheFile() throws IOException {
        System.setProperty(KEY, "1s");
        assertEquals(1_000_000_000L, overridden(file(KEY + "=5m")).ttlNanos());
    }

    @Test
    void theKillSwitchIsOnlyOffWhenItSaysSo() throws IOException {
        assertTrue(file().isEnabled());
        assertFalse(file("memoize.enabled=false").isEnabled());
        assertEquals("memoize.enabled is \"no\"; use true or false", error(() -> file("memoize.enabled=no")));
    }

    @Test
    void anUnknownKeyIsNamed() {
        System.setProperty("memoize.enabeld", "false");
        assertEquals(
                "unknown key \"memoize.enabeld\" in the system properties; use memoize.enabled, memoize.retryOverflow, memoize.record, memoize.logtime.enabled, memoize.logtime.folder or memoize.<class>.<method>.<attribute>",
                error(this::file));
        System.clearProperty("memoize.enabeld");
        System.setProperty("memoize.com.acme.Prices.price.tttl", "5m");
        assertEquals(
                "unknown key \"memoize.com.acme.Prices.price.tttl\" in the system properties; the attributes that can be overridden are deepRecursion, eviction, expireAfterAccess, jitter, maxSize, record, refreshAfterWrite, singleFlight, staleIfError, tier, ttl, typed, version",
                error(this::file));
        System.clearProperty("memoize.com.acme.Prices.price.tttl");
        assertTrue(error(() -> file("com.acme.Prices.price.ttl=5m"))
                .startsWith("unknown key \"com.acme.Prices.price.ttl\" in file:"));
    }

    @Test
    void theVersionThatABuildPassesOnIsNoKeyOfOurs() throws IOException {
        System.setProperty("memoize.version", "1.0");
        try {
            assertTrue(file().isEnabled());
        } finally {
            System.clearProperty("memoize.version");
        }
    }

    @Test
    void aBadValueIsNamedWithItsKey() throws IOException {
        Configuration c = file("memoize.com.acme.Prices.price.maxSize=-7");
        assertEquals(
                "memoize.com.acme.Prices.price.maxSize: maxSize is -7; use 0 to disable storage or \"unbounded\"",
                error(() -> overridden(c)));
    }

    @Test
    void whatIsCompiledInIsSaidToBe() {
        System.setProperty("memoize.com.acme.Prices.price.scope", "CLASS");
        assertEquals(
                "memoize.com.acme.Prices.price.scope: scope cannot be overridden, since it decides what the key is that the compiled method looks up; write @Memoize(scope = ...) and compile again",
                error(this::file));
        System.clearProperty("memoize.com.acme.Prices.price.scope");
        System.setProperty("memoize.com.acme.Prices.price.tags", "prices");
        assertEquals(
                "memoize.com.acme.Prices.price.tags: tags cannot be overridden, since the compiler finds the arguments that they name; write @Memoize(tags = ...) and compile again",
                error(this::file));
    }

    @Test
    void aMemoWithTimesCanBeSwitchedOffByItsSizeAlone() throws IOException {
        Settings annotated = Settings.parse("ttl=10m jitter=0.1 expireAfterAccess=5m staleIfError=1m");
        Settings off = file("memoize.com.acme.Prices.price.maxSize=0").override("com.acme.Prices", "price", annotated);
        assertEquals(0, off.maxSize());
        assertEquals(0, off.ttlNanos() + off.accessNanos() + off.staleNanos());
    }

    @Test
    void propertiesMayNotContradictEachOther() throws IOException {
        Configuration c = file("memoize.com.acme.Prices.price.maxSize=0", KEY + "=10m");
        assertEquals(
                "com.acme.Prices.price: ttl is PT10M but maxSize is 0, so nothing is stored that could expire; remove one of them",
                error(() -> overridden(c)));
    }

    @Test
    void anOverrideOfAMethodThatIsNotThereIsNamed() throws IOException {
        Configuration c = file("memoize.com.acme.Prices.prise.ttl=5m", "memoize.com.acme.Prices$Old.price.ttl=5m");
        assertEquals(
                "unknown key \"memoize.com.acme.Prices.prise.ttl\": com.acme.Prices has no memoized method \"prise\"; it has [price]",
                error(() -> c.checkMethods("com.acme.Prices", () -> Set.of("price"))));
        c.checkMethods("com.acme.Prices$Old", () -> Set.of("price"));
    }
}
