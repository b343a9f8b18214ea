package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread behind all timed memos, by the real clock: what it brings about is waited for, never timed. */
@Timeout(120)
class TimekeeperTest {
    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("memoize-time"));
    }

    @Test
    void anExpiredResultLeavesThoughNobodyAsks() throws InterruptedException {
        Memo1<String, Object> memo = Memo.builder().ttl(Duration.ofMillis(50)).function(key -> new Object());
        WeakReference<Object> result = new WeakReference<>(memo.apply("a"));
        assertTrue(isRunning() || memo.cacheInfo().currSize() == 0);
        while (memo.cacheInfo().currSize() != 0) {
            Thread.sleep(20);
        }
        while (result.get() != null) {
            System.gc();
            Thread.sleep(20);
        }
        assertEquals(1, memo.stats().expirations());
    }

    @Test
    void itHoldsNoMemo() throws InterruptedException {
        WeakReference<Memo1<String, byte[]>> memo = new WeakReference<>(forgotten());
        while (memo.get() != null) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static Memo1<String, byte[]> forgotten() {
        Memo1<String, byte[]> memo = Memo.builder().ttl(Duration.ofHours(1)).function(key -> new byte[1000]);
        memo.apply("a");
        return memo;
    }

    /** Has a memo whose result would live for an hour, and is of the same class loader. */
    static final class Expiring implements Callable<Object> {
        private static final Memo1<String, Object> MEMO =
                Memo.builder().ttl(Duration.ofHours(1)).function(key -> new Expiring());

        @Override
        public Object call() {
            return MEMO.apply("a");
        }
    }

    /** Has a class of its own of that name. */
    private static final class Apart extends ClassLoader {
        private final String name;

        Apart(String name) {
            super(TimekeeperTest.class.getClassLoader());
            this.name = name;
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
            if (!className.equals(name)) {
                return super.loadClass(className, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static WeakReference<ClassLoader> usedAndForgotten() throws Exception {
        Apart loader = new Apart(Expiring.class.getName());
        Constructor<?> constructor = loader.loadClass(Expiring.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        Callable<?> user = (Callable<?>) constructor.newInstance();
        assertSame(loader, user.call().getClass().getClassLoader());
        // Here, for as soon as nothing holds the memo a collection may end it.
        assertTrue(isRunning());
        Reference.reachabilityFence(user);
        return new WeakReference<>(loader);
    }

    @Test
    void itHoldsNoClassLoaderThoughResultsOfItsClassesHaveNotExpired() throws Exception {
        while (isRunning()) {
            // The thread is to be started by a memo of that class loader.
            System.gc();
            Thread.sleep(20);
        }
        WeakReference<ClassLoader> loader = usedAndForgotten();
        while (loader.get() != null) {
            System.gc();
            Thread.sleep(20);
        }
        while (isRunning()) {
            System.gc();
            Thread.sleep(20);
        }
    }

    @Test
    void itEndsWithTheLastResultAndBeginsAgain() throws InterruptedException {
        Memo1<String, String> memo = Memo.builder().ttl(Duration.ofHours(1)).function(key -> key);
        memo.apply("a");
        assertTrue(isRunning());
        memo.cacheClear();
        while (isRunning()) {
            // Other tests' memos have to go first.
            System.gc();
            Thread.sleep(20);
        }
        memo.apply("a");
        assertTrue(isRunning());
        memo.cacheClear();
    }

    @Test
    void memosWithoutTimesOrWithATickerOfTheirOwnDoNotNeedIt() throws InterruptedException {
        while (isRunning()) {
            System.gc();
            Thread.sleep(20);
        }
        Memo.cache(key -> key).apply("a");
        Memo.builder()
                .ttl(Duration.ofHours(1))
                .ticker(() -> 0)
                .function(key -> key)
                .apply("a");
        assertFalse(isRunning());
    }
}
