package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.MemoN;
import dev.memoize.Memos;
import dev.memoize.spi.ConfigurationError;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code @Memoize(tier = "redis")} as users write it: compiled, woven, found by name, configured by properties. */
@Timeout(90)
final class WovenTest {
    private static final String SHOP = """
            import dev.memoize.*;
            import java.util.*;

            public class Shop {
                public static int runs;

                public record Product(int id, String name, List<String> tags) {}

                @Memoize(maxSize = 10_000, ttl = "10m", tier = "redis", version = "1")
                public static Product product(int id) {
                    runs++;
                    return new Product(id, "product " + id, List.of("new"));
                }

                @Memoize(tier = "redis")
                public long total(String customer, int year, long[] orders) {
                    runs++;
                    return customer.length() + year + orders.length;
                }

                @Memoize(tier = "redis")
                public static Object anything(int id) {
                    return id;
                }

                @Memoize(tier = "redis", tags = {"products", "product:{id}"})
                public static long stock(int id) {
                    return ++runs;
                }

                public static String seller = "nobody";

                @Memoize(ttl = "10m", refreshAfterWrite = "1m", tier = "redis", version = "1")
                public static String offer(int id) {
                    runs++;
                    return seller + " has " + id;
                }

                @Invalidates(tags = "product:{product.id}")
                public static void sell(Product product) {}

                @Memoize(tier = "redsi")
                public static int misspelt(int id) {
                    return id;
                }

                public static void main(String[] arguments) {
                    if (arguments.length > 0) {
                        sell(new Product(Integer.parseInt(arguments[0]), "", List.of()));
                        Memos.closeTiers();
                        return;
                    }
                    System.out.println(product(7).name() + ", runs " + runs);
                    while (!Memo.of(Shop::product).tierInfo().state().equals("closed")) {
                        Thread.onSpinWait();
                    }
                    while (runs > 0 && Memo.of(Shop::product).tierInfo().stores() == 0) {
                        Thread.onSpinWait();
                    }
                }
            }
            """;

    private static Server server;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
        compile(folder, "Shop", SHOP);
    }

    private static void compile(Path folder, String name, String text) throws Exception {
        Path source = Files.createDirectories(folder).resolve(name + ".java");
        Files.writeString(source, text);
        String path = System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("weaver");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        System.out,
                        System.out,
                        "-cp",
                        path,
                        "-processorpath",
                        path,
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void clearProperties() {
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("memoize."))
                .forEach(System::clearProperty);
    }

    /** The class anew, as a process would have it. */
    private static Class<?> shop(String namespace) throws Exception {
        System.setProperty("memoize.redis.uri", "redis://127.0.0.1:" + server.port);
        System.setProperty("memoize.redis.timeout", "5s");
        System.setProperty("memoize.redis.connectTimeout", "5s");
        System.setProperty("memoize.redis.namespace", namespace);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, WovenTest.class.getClassLoader())
                .loadClass("Shop");
    }

    private static Object call(Class<?> shop, String method, int id) throws Throwable {
        try {
            return shop.getMethod(method, int.class).invoke(null, id);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static int runs(Class<?> shop) throws Exception {
        return shop.getField("runs").getInt(null);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void untilStored(String namespace, int count) throws InterruptedException {
        // A lease is 18 bytes; a result has an envelope.
        eventually(() -> server.redis().keys(namespace + ":*").stream()
                        .filter(key -> server.redis().strlen(key) > Envelope.HEADER)
                        .count()
                == count);
    }

    @Test
    void oneProcessComputesForAll() throws Throwable {
        Class<?> first = shop("once");
        Object product = call(first, "product", 7);
        untilStored("once", 1);
        Class<?> second = shop("once");
        assertThat(call(second, "product", 7).toString()).isEqualTo(product.toString());
        assertThat(call(second, "product", 7)).isSameAs(call(second, "product", 7));
        assertThat(runs(first)).isEqualTo(1);
        assertThat(runs(second)).isZero();
        assertThat(server.redis().keys("once:*"))
                .singleElement()
                .asString()
                .startsWith("once:Shop.product(I)LShop$Product;:1:");
    }

    @Test
    void manyAreReadAtOnceThroughAnyHandle() throws Throwable {
        Class<?> first = shop("many");
        var total = first.getMethod("total", String.class, int.class, long[].class);
        Object instance = first.getConstructor().newInstance();
        List<List<Object>> all = List.of(
                List.of(instance, "abc", 2024, new long[] {1}), List.of(instance, "ab", 2025, new long[] {1, 2}));
        assertThat(Memo.of(total).getAll(all).values()).containsExactly(2028L, 2029L);
        untilStored("many", 2);
        Class<?> second = shop("many");
        Object other = second.getConstructor().newInstance();
        MemoN there = Memo.of(second.getMethod("total", String.class, int.class, long[].class));
        List<List<Object>> again =
                List.of(List.of(other, "abc", 2024, new long[] {1}), List.of(other, "ab", 2025, new long[] {1, 2}));
        assertThat(there.getAll(again).values()).containsExactly(2028L, 2029L);
        assertThat(runs(second)).isZero();
        assertThatThrownBy(() -> there.getAll(List.of(List.of(other, "abc", 2024))))
                .hasMessage("got 3 arguments; this memo takes 4");
    }

    @Test
    void instancesShareWhatTheTierHas() throws Throwable {
        Class<?> shop = shop("instances");
        var total = shop.getMethod("total", String.class, int.class, long[].class);
        Object one = shop.getConstructor().newInstance();
        Object other = shop.getConstructor().newInstance();
        assertThat(total.invoke(one, "abc", 2024, new long[] {1, 2})).isEqualTo(2029L);
        untilStored("instances", 1);
        assertThat(total.invoke(other, "abc", 2024, new long[] {1, 2})).isEqualTo(2029L);
        assertThat(total.invoke(other, "abc", 2024, new long[] {1, 3, 3})).isEqualTo(2030L);
        assertThat(runs(shop)).isEqualTo(2);
    }

    @Test
    void resultTypeThatIsNotConcreteIsAnErrorAtTheFirstCall() throws Exception {
        Class<?> shop = shop("object");
        assertThatThrownBy(() -> call(shop, "anything", 1))
                .isExactlyInstanceOf(ConfigurationError.class)
                .hasMessageStartingWith(
                        "Shop.anything(I)Ljava/lang/Object; cannot have a tier: java.lang.Object is not concrete");
    }

    @Test
    void tierThatIsNotThereIsAnErrorAtTheFirstCall() throws Exception {
        Class<?> shop = shop("misspelt");
        assertThatThrownBy(() -> call(shop, "misspelt", 1))
                .isExactlyInstanceOf(ConfigurationError.class)
                .hasMessage(
                        "tier is \"redsi\", and nothing on the class path provides it; add dev.memoize:memoize-redsi, or use one of [redis]");
    }

    @Test
    void unknownSettingIsAnErrorAtTheFirstCall() throws Exception {
        Class<?> shop = shop("settings");
        System.setProperty("memoize.redis.tmeout", "5s");
        assertThatThrownBy(() -> call(shop, "product", 1))
                .isExactlyInstanceOf(ConfigurationError.class)
                .hasMessageStartingWith("unknown key \"memoize.redis.tmeout\"; use one of [");
    }

    @Test
    void propertiesSwitchTheTierOff() throws Throwable {
        Class<?> shop = shop("off");
        System.setProperty("memoize.Shop.product.tier", "");
        call(shop, "product", 1);
        assertThat(runs(shop)).isEqualTo(1);
        assertThat(server.redis().keys("off:*")).isEmpty();
    }

    /** No thread of ours keeps a program alive; the second one finds what the first has computed. */
    @Test
    void programsEndByThemselves() throws Exception {
        assertThat(program("program", "Shop", folder)).isEqualTo("product 7, runs 1\n");
        assertThat(program("program", "Shop", folder)).isEqualTo("product 7, runs 0\n");
    }

    private static final String DEPLOY = """
            import dev.memoize.*;

            public class Deploy {
                static int runs;

                @Memoize(tier = "redis")
                static String greeting(int id) {
                    runs++;
                    return Words.hello() + id;
                }

                static class Words {
                    static String hello() {
                        return "hello ";
                    }
                }

                public static void main(String[] arguments) {
                    System.out.println(greeting(7) + ", runs " + runs);
                    var info = Memo.of(Deploy::greeting);
                    while (info.tierInfo().hits() + info.tierInfo().stores() == 0) {
                        Thread.onSpinWait();
                    }
                }
            }
            """;

    /** Where a method says no version, its code is the version. */
    @Test
    void deployReadsWhatTheOldOneStoredUnlessTheCodeChanged() throws Exception {
        String[] deploys = {
            DEPLOY,
            DEPLOY.replace("runs++;", "runs++; // counts"),
            DEPLOY.replace("\"hello \"", "\"good morning \""),
            DEPLOY.replace("static int runs;", "static int runs; static Runnable other() { return () -> {}; }")
        };
        String[] printed = {"hello 7, runs 1\n", "hello 7, runs 0\n", "good morning 7, runs 1\n", "hello 7, runs 0\n"};
        for (int i = 0; i < deploys.length; i++) {
            Path of = folder.resolve("deploy" + i);
            compile(of, "Deploy", deploys[i]);
            assertThat(program("deploy", "Deploy", of)).as("deploy " + i).isEqualTo(printed[i]);
        }
    }

    /** A process that has never asked for a result tells all others what it has changed. */
    @Test
    void writersInvalidateInRedisAndInEveryHeap() throws Throwable {
        Class<?> shop = shop("stock");
        call(shop, "stock", 7);
        call(shop, "stock", 8);
        assertThat(call(shop, "stock", 7)).isEqualTo(1L);
        eventually(() -> server.redis().keys("stock:Shop.stock*").stream()
                        .filter(key -> server.redis().strlen(key) > Envelope.HEADER)
                        .count()
                == 2);
        assertThat(program("stock", "Shop", folder, "7")).isEmpty();
        eventually(() -> {
            try {
                return call(shop, "stock", 7).equals(3L);
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });
        assertThat(call(shop, "stock", 8)).isEqualTo(2L);
        Memos.closeTiers();
        assertThat(call(shop, "stock", 8)).as("without the tier").isEqualTo(2L);
        assertThat(call(shop, "stock", 9)).isEqualTo(4L);
    }

    /** As if it had been computed so much earlier. */
    private static void age(String key, Duration by) throws Exception {
        try (var connection = server.bytes()) {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            Envelope e = Envelope.of(RedisKey.parsed(name), connection.sync().get(name), null);
            long millis = by.toMillis();
            Envelope older = new Envelope(
                    e.codec(), e.shape(), e.created() - millis, e.expires() - millis, e.cost(), e.payload());
            connection.sync().psetex(name, 400_000, older.toBytes(RedisKey.parsed(name), null));
        }
    }

    /** The hit that finds the old result does not wait for the new one, and other processes read that. */
    @Test
    void oldResultIsRefreshedBehindACall() throws Throwable {
        Class<?>[] processes = {shop("offers"), shop("offers"), shop("offers")};
        for (int i = 0; i < processes.length; i++) {
            processes[i].getField("seller").set(null, "process " + i);
        }
        assertThat(call(processes[0], "offer", 7)).isEqualTo("process 0 has 7");
        untilStored("offers", 1);
        age(server.redis().keys("offers:*").get(0), Duration.ofMinutes(2));
        assertThat(call(processes[1], "offer", 7)).isEqualTo("process 0 has 7");
        eventually(() -> {
            try {
                return call(processes[1], "offer", 7).equals("process 1 has 7");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });
        assertThat(runs(processes[1])).isEqualTo(1);
        eventually(() -> {
            try {
                // The first still has its own in the heap, where it is young.
                return call(processes[2], "offer", 7).equals("process 1 has 7");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });
        assertThat(runs(processes[2])).isZero();
    }

    private static String program(String namespace, String main, Path classes, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmemoize.redis.uri=redis://127.0.0.1:" + server.port,
                "-Dmemoize.redis.timeout=5s",
                "-Dmemoize.redis.connectTimeout=5s",
                "-Dmemoize.redis.namespace=" + namespace,
                "-cp",
                String.join(
                        File.pathSeparator,
                        classes.toString(),
                        System.getProperty("java.class.path"),
                        System.getProperty("weaver")),
                main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out;
    }
}
