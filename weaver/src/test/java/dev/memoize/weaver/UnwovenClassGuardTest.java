package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSessionListener;

class UnwovenClassGuardTest {
    private static final String SOURCE = """
            package shop;
            import dev.memoize.*;
            class Prices {
                @Memoize static int price(int n) { return n; }
                static class Taxes { @LogTime void pay() {} }
                interface Idea { int notHere(); }
                static class Plain { int f() { Memoize m = null; return 1; } }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void unwovenClassesAreNamed() throws Exception {
        BuildPluginTest.write(directory, Compilation.plain(List.of("-proc:none"), SOURCE).classes);
        assertThat(UnwovenClassGuard.unwoven(List.of(directory))).containsExactly("shop.Prices", "shop.Prices$Taxes");
    }

    @Test
    void wovenClassesAndOnesWithoutAnnotationsAreNoAlarm() throws Exception {
        BuildPluginTest.write(directory, Compilation.woven(SOURCE).classes);
        Files.writeString(directory.resolve("text.txt"), "Ldev/memoize/Memoize;");
        Files.createDirectory(directory.resolve("folder.class.d"));
        assertThat(UnwovenClassGuard.unwoven(List.of(directory))).isEmpty();
    }

    @Test
    void noShapeIsAFalseAlarm() throws Exception {
        Map<String, byte[]> all = new TreeMap<>();
        for (Shape shape : Shape.all()) {
            all.putAll(shape.woven().classes);
        }
        BuildPluginTest.write(directory, all);
        assertThat(UnwovenClassGuard.unwoven(List.of(directory))).isEmpty();
    }

    /** A compiler that was stopped leaves one behind. */
    @Test
    void emptyFileIsIgnored() throws Exception {
        Files.createFile(directory.resolve("Empty.class"));
        assertThat(UnwovenClassGuard.unwoven(List.of(directory))).isEmpty();
    }

    @Test
    void messageSaysWhatAndHowToFixIt() {
        assertThat(UnwovenClassGuard.message(Set.of("shop.Prices")))
                .startsWith(
                        "annotated with @Memoize, @Invalidates or @LogTime but not woven, so run without a cache: shop.Prices. ")
                .contains("Add dev.memoize:memoize to the annotationProcessorPaths of maven-compiler-plugin")
                .contains("(Gradle: annotationProcessor)")
                .contains("module-info.java")
                .contains("byte-buddy-maven-plugin", "-javaagent:memoize.jar");
    }

    @Test
    void junitFindsTheGuardAndThisModulesTestsPassIt() {
        assertThat(ServiceLoader.load(LauncherSessionListener.class))
                .hasAtLeastOneElementOfType(UnwovenClassGuard.class);
        assertThatCode(() -> new UnwovenClassGuard().launcherSessionOpened(null))
                .doesNotThrowAnyException();
    }

    @Test
    void sessionWithAnUnwovenClassOnItsClassPathFails() throws Exception {
        BuildPluginTest.write(directory, Compilation.plain(List.of("-proc:none"), SOURCE).classes);
        String classPath = System.getProperty("java.class.path");
        System.setProperty("java.class.path", directory + java.io.File.pathSeparator + classPath);
        try {
            assertThatThrownBy(() -> new UnwovenClassGuard().launcherSessionOpened(null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("shop.Prices, shop.Prices$Taxes");
        } finally {
            System.setProperty("java.class.path", classPath);
        }
    }
}
