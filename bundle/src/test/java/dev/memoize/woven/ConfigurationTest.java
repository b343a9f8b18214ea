package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings of woven methods from the environment, each in a JVM of its own. */
@Timeout(300)
class ConfigurationTest {
    private static final String NUMBER = "memoize.dev.memoize.woven.Configured.number.";
    private static final String PRICE = "memoize.dev.memoize.woven.Configured$Shop.price.";

    @TempDir
    Path folder;

    private static String run(String... properties) throws Exception {
        return ForkedJvm.run(
                Configured.class,
                List.of(properties).stream().map(p -> "-D" + p).toList());
    }

    private String runWithFile(String lines, String... properties) throws Exception {
        Files.writeString(folder.resolve("memoize.properties"), lines);
        return ForkedJvm.run(
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                Configured.class,
                List.of(properties).stream().map(p -> "-D" + p).toList());
    }

    @Test
    void withoutConfigurationTheAnnotationsHold() throws Exception {
        assertThat(run().lines())
                .contains(
                        "calls 112",
                        "static CacheInfo[hits=1, misses=2, maxSize=3, currSize=2]",
                        "instance true",
                        "function 11",
                        "function CacheInfo[hits=1, misses=1, maxSize=5, currSize=1]",
                        "put true");
    }

    @Test
    void systemPropertiesOverrideEveryAttributeOfStaticAndInstanceMethods() throws Exception {
        assertThat(run(
                        NUMBER + "maxSize=1",
                        NUMBER + "typed=false",
                        NUMBER + "ttl=5m",
                        NUMBER + "singleFlight=false",
                        PRICE + "maxSize=unbounded",
                        PRICE + "ttl=PT1H"))
                .contains("calls 111")
                .contains("static CacheInfo[hits=2, misses=1, maxSize=1, currSize=1]")
                .containsPattern("maxSize=1, typed=false, ttl=PT5M, .*singleFlight=false")
                .containsPattern("maxSize=UNBOUNDED, typed=true, ttl=PT1H, .*singleFlight=true");
    }

    @Test
    void theFileOnTheClassPathOverridesAndSystemPropertiesOverrideTheFile() throws Exception {
        assertThat(runWithFile(NUMBER + "maxSize = 9\n" + NUMBER + "ttl=1s\n", NUMBER + "ttl=2s"))
                .contains("maxSize=9, typed=true, ttl=PT2S");
    }

    @Test
    void theKillSwitchMakesEveryCallRunItsBody() throws Exception {
        for (String printed : List.of(run("memoize.enabled=false"), runWithFile("memoize.enabled=false"))) {
            assertThat(printed.lines())
                    .contains(
                            "calls 123",
                            "static CacheInfo[hits=0, misses=0, maxSize=3, currSize=0]",
                            "instance false",
                            "function 12",
                            "function CacheInfo[hits=0, misses=0, maxSize=5, currSize=0]",
                            "put false");
        }
        assertThat(runWithFile("memoize.enabled=false", "memoize.enabled=true")).contains("calls 112");
    }

    @Test
    void whatCannotBeObeyedIsAnErrorThatNamesItAtTheFirstCall() throws Exception {
        String error = "dev.memoize.spi.ConfigurationError: ";
        assertThat(run("memoize.enabled=maybe")).startsWith(error + "memoize.enabled is \"maybe\"; use true or false");
        assertThat(run("memoize.enabeld=false")).startsWith(error + "unknown key \"memoize.enabeld\"");
        assertThat(run(NUMBER + "maxsize=3"))
                .startsWith(error + "unknown key \"" + NUMBER + "maxsize\"")
                .contains("maxSize, record, refreshAfterWrite, singleFlight");
        assertThat(run(NUMBER + "maxSize=-7"))
                .startsWith(error + NUMBER + "maxSize: maxSize is -7; use 0 to disable storage or \"unbounded\"");
        assertThat(run(NUMBER + "ttl=soon"))
                .startsWith(error + NUMBER + "ttl: ttl is \"soon\"; use a number and a unit");
        assertThat(run(NUMBER + "typed=yes")).startsWith(error + NUMBER + "typed: typed is \"yes\"; use true or false");
        assertThat(run(NUMBER.replace("number", "nummer") + "ttl=1s"))
                .startsWith(error + "unknown key \"memoize.dev.memoize.woven.Configured.nummer.ttl\"")
                .contains("it has [number]");
        assertThat(runWithFile("memoize.enabeld=false")).startsWith(error + "unknown key \"memoize.enabeld\"");
    }

    @Test
    void aScopeIsCompiledInAndCannotBeOverridden() throws Exception {
        assertThat(run(PRICE + "scope=CLASS"))
                .startsWith("dev.memoize.spi.ConfigurationError: " + PRICE
                        + "scope: scope cannot be overridden, since it decides what the key is");
    }

    public static final class Loaded {
        @dev.memoize.Memoize
        public static int number(int n) {
            return n;
        }

        private Loaded() {}
    }

    /** A web application's file is its own. */
    @Test
    void eachClassLoaderHasItsFile() throws Exception {
        String key = "memoize." + Loaded.class.getName() + ".number.maxSize=";
        for (int size = 5; size < 7; size++) {
            Path own = Files.createDirectory(folder.resolve("app" + size));
            Files.writeString(own.resolve("memoize.properties"), key + size);
            URL[] path = {
                own.toUri().toURL(),
                Loaded.class.getProtectionDomain().getCodeSource().getLocation()
            };
            try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader()) {
                @Override
                public URL getResource(String name) {
                    URL mine = findResource(name);
                    return mine != null ? mine : super.getResource(name);
                }

                @Override
                protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                    Class<?> known = findLoadedClass(name);
                    if (known == null && name.equals(Loaded.class.getName())) {
                        return findClass(name);
                    }
                    return known != null ? known : super.loadClass(name, resolve);
                }
            }) {
                Class<?> loaded = Class.forName(Loaded.class.getName(), true, loader);
                assertThat(loaded).isNotSameAs(Loaded.class);
                loaded.getMethod("number", int.class).invoke(null, 1);
                assertThat(dev.memoize.Memo.of(loaded, "number", int.class)
                                .cacheInfo()
                                .maxSize())
                        .isEqualTo(size);
            }
        }
        assertThat(dev.memoize.Memo.of(Loaded::number).cacheInfo().maxSize()).isEqualTo(128);
    }
}
