package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.Memo0;
import dev.memoize.Memo1;
import dev.memoize.Memoize;
import dev.memoize.Memos;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What dies when nobody needs it any more; asked of the real garbage collector. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class NoLeaksTest {
    static final class Service {
        final byte[] ballast = new byte[1000];

        @Memoize
        long price(int n) {
            return n * 2L;
        }

        @Memoize
        Service self(String key) {
            return this;
        }

        @Memoize
        String wide(Service other, int n) {
            return "." + n;
        }
    }

    record Point(int x, String name) {
        @Memoize
        String shout(int times) {
            return name.repeat(times);
        }

        @Memoize
        List<Point> self(Point other) {
            return List.of(this, other);
        }
    }

    interface Shape {
        @Memoize
        default String describe(int n) {
            return getClass().getSimpleName() + n;
        }
    }

    static final class Square implements Shape {}

    /** Collects until the referent is gone; a bound instead of for ever. */
    static void assertCollected(WeakReference<?> ref) {
        List<byte[]> pressure = new ArrayList<>();
        for (int i = 0; i < 1_000 && ref.get() != null; i++) {
            System.gc();
            pressure.add(new byte[1 << 16]);
            // A thread that was joined may have some steps to go.
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(ref.get()).as("still reachable").isNull();
    }

    @Test
    void anInstanceDiesWithItsWarmCachesThoughHandlesWereUsed() {
        Service service = new Service();
        service.price(1);
        service.self("me");
        service.wide(service, 3);
        Memo1<Integer, Long> bound = Memo.of(service::price);
        assertThat(bound.cacheInfo().misses()).isEqualTo(1);
        assertThat(Memo.of(Service::price).peek(service, 1)).isEqualTo(2);
        Memos.all().forEach(Memo::cacheInfo);
        WeakReference<Service> ref = new WeakReference<>(service);
        bound = null;
        service = null;
        assertCollected(ref);
    }

    @Test
    void anInstanceDiesThoughTheHandleOfItsClassLives() {
        var handle = Memo.of(Service::price);
        Service service = new Service();
        service.price(1);
        handle.put(service, 2, 5L);
        WeakReference<Service> ref = new WeakReference<>(service);
        service = null;
        assertCollected(ref);
        assertThat(handle.cacheInfo().currSize()).isZero();
    }

    @Test
    void aRecordDiesWithItsCache() {
        Point point = new Point(1, "a");
        assertThat(point.shout(3)).isEqualTo("aaa");
        assertThat(Memo.of(point::shout).cacheInfo().misses()).isEqualTo(1);
        WeakReference<Point> ref = new WeakReference<>(point);
        point = null;
        assertCollected(ref);
    }

    @Test
    void aRecordDiesThoughItsResultsReferToIt() {
        Point point = new Point(1, "a");
        assertThat(point.self(point)).containsExactly(point, point);
        WeakReference<Point> ref = new WeakReference<>(point);
        point = null;
        assertCollected(ref);
    }

    @Test
    void anObjectWithAMemoizedDefaultMethodDies() {
        Shape shape = new Square();
        assertThat(shape.describe(3)).isEqualTo("Square3");
        assertThat(Memo.of(shape::describe).cacheInfo().misses()).isEqualTo(1);
        WeakReference<Shape> ref = new WeakReference<>(shape);
        shape = null;
        assertCollected(ref);
    }

    @Memoize(maxSize = 3)
    static Object echo(Object key) {
        return key;
    }

    @Test
    void whatWasEvictedInvalidatedOrClearedIsLetGo() {
        Object evicted = new Object[] {"evicted"};
        WeakReference<Object> first = new WeakReference<>(echo(evicted));
        evicted = null;
        for (int i = 0; i < 10; i++) {
            echo(i);
        }
        assertCollected(first);
        Memo.of(NoLeaksTest::echo).cacheClear();
        Object invalidated = new StringBuilder("invalidated");
        echo(invalidated);
        Memo.of(NoLeaksTest::echo).invalidate(invalidated);
        WeakReference<Object> second = new WeakReference<>(invalidated);
        invalidated = null;
        assertCollected(second);
        Object cleared = new StringBuilder("cleared");
        echo(cleared);
        Memo.of(NoLeaksTest::echo).cacheClear();
        WeakReference<Object> third = new WeakReference<>(cleared);
        cleared = null;
        assertCollected(third);
    }

    @Memoize
    static int seen(int key) {
        return key;
    }

    /** An entry knows its result, not who computed it. */
    @Test
    void theThreadsThatComputedResultsDie() throws Exception {
        List<WeakReference<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int key = i;
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 300; n++) {
                    seen(1000 * key + n);
                }
            });
            thread.start();
            thread.join();
            threads.add(new WeakReference<>(thread));
        }
        seen(-1);
        threads.forEach(NoLeaksTest::assertCollected);
    }

    @Memoize
    static int failing(Object key, @Memoize.Ignore Error error) {
        throw error;
    }

    @Test
    void aKeyWhoseComputationFailedIsLetGo() {
        List<Error> errors = List.of(
                new AssertionError("simulated"),
                new OutOfMemoryError("simulated"),
                new StackOverflowError("simulated"));
        for (Error error : errors) {
            Object key = new StringBuilder("fails");
            for (int i = 0; i < 3; i++) {
                Object mine = key;
                assertThatThrownBy(() -> failing(mine, error)).isSameAs(error);
            }
            WeakReference<Object> ref = new WeakReference<>(key);
            key = null;
            assertCollected(ref);
        }
    }

    /** Loads this test's nested classes again, from the same files. */
    private static URLClassLoader freshLoader() throws IOException {
        URL here = NoLeaksTest.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {here}, NoLeaksTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> known = findLoadedClass(name);
                    if (known == null && name.startsWith(NoLeaksTest.class.getName())) {
                        known = findClass(name);
                    }
                    return known != null ? known : super.loadClass(name, resolve);
                }
            }
        };
    }

    /** Runs in a class loader of its own. */
    public static final class Plugin implements Runnable {
        public Plugin() {}

        @Memoize
        static Object compute(Object key) {
            if (key.equals("bad")) {
                throw new IllegalStateException("bad");
            }
            return new Plugin();
        }

        @Memoize
        Plugin self() {
            return this;
        }

        interface Part {
            @Memoize
            default Object part(int n) {
                return new Plugin();
            }
        }

        record Piece(int n) implements Part {
            @Memoize
            Object value() {
                return new Plugin();
            }
        }

        private Object recur(int n) {
            return n == 0 ? "" : compute(List.of(recur(n - 1)));
        }

        @Override
        public void run() {
            compute(new Plugin());
            compute("a");
            self();
            Piece piece = new Piece(1);
            piece.part(1);
            piece.value();
            try {
                compute("bad");
                throw new AssertionError("nothing thrown");
            } catch (IllegalStateException e) {
                Memo.of(Plugin::compute).put("b", 7);
            }
            Memo0<Plugin> own = Memo.of(this::self);
            Memo.of(piece::value).cacheInfo();
            Memo.of(piece::part).invalidate(1);
            own.cacheParameters();
            own.get();
            own.wrapped().get();
            Memos.all().forEach(Memo::toString);
            Memo.lru(3, (Object x) -> new Plugin()).apply(new Plugin());
            try {
                recur(100_000);
            } catch (StackOverflowError e) {
                compute("after");
            }
        }
    }

    private static WeakReference<ClassLoader> runIn(URLClassLoader loader) throws Exception {
        Runnable plugin = (Runnable) Class.forName(Plugin.class.getName(), true, loader)
                .getConstructor()
                .newInstance();
        assertThat(plugin).isNotInstanceOf(Plugin.class);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            plugin.run();
            done.countDown();
        });
        other.setContextClassLoader(loader);
        other.start();
        plugin.run();
        Together.await(done);
        other.join();
        loader.close();
        return new WeakReference<>(loader);
    }

    @Test
    void aClassLoaderDiesWithItsMemosThoughHandlesAndMemosAllWereUsed() throws Exception {
        assertCollected(runIn(freshLoader()));
    }

    @Test
    void theRegistryForgetsTheMemosOfDeadLoaders() throws Exception {
        long before = plugins();
        assertCollected(runIn(freshLoader()));
        for (int i = 0; i < 1_000 && plugins() > before; i++) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(plugins()).isEqualTo(before);
    }

    private static long plugins() {
        return Memos.all().stream()
                .filter(m -> m.toString().contains("NoLeaksTest$Plugin"))
                .count();
    }
}
