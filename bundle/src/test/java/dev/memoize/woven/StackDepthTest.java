package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memoize;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How deep memoized recursion goes, and what is left when it goes too deep. */
@Timeout(300)
class StackDepthTest {
    private static final int MORE_THAN_ANY_STACK = 1_000_000;

    /**
     * What frames alone reach, without a second try. Interpreted, as a recursion is that has not been run before.
     * Compiled, a plain frame is a few words where the body is as small as these, and no frame that has to remember
     * anything is half of that.
     */
    @Test
    void interpretedMemoizedRecursionIsAtLeastHalfAsDeepAsPlainRecursion() throws Exception {
        String printed = ForkedJvm.run(RecursionDepth.class, List.of("-Xint", "-Dmemoize.retryOverflow=false"));
        System.out.print(printed);
        List<String> lines = printed.lines().toList();
        assertThat(lines).hasSize(12).allSatisfy(line -> {
            String[] parts = line.split(";");
            assertThat(Integer.parseInt(parts[2]) / Double.parseDouble(parts[3]))
                    .as(line)
                    .isGreaterThanOrEqualTo(0.5);
        });
    }

    @Test
    void compiledMemoizedRecursionOfASelfContainedBodyIsAsDeepAsPlainRecursion() throws Exception {
        String printed = ForkedJvm.run(RecursionDepth.class, List.of(), "compiled");
        System.out.print(printed);
        assertThat(printed.lines())
                .hasSize(12)
                .allSatisfy(line -> assertThat(line).endsWith(";as deep"));
        // Else the frames alone would have been enough, and nothing was tested.
        String without = ForkedJvm.run(RecursionDepth.class, List.of("-Dmemoize.retryOverflow=false"), "compiled");
        assertThat(without.lines()).anySatisfy(line -> assertThat(line).endsWith(";less deep"));
    }

    private static boolean fits(IntUnaryOperator recursion, int depth) {
        try {
            recursion.applyAsInt(depth);
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static <T> T onStackOf(long bytes, java.util.concurrent.Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, "small stack", bytes);
        thread.setDaemon(true);
        thread.start();
        return future.get(240, TimeUnit.SECONDS);
    }

    /** What the weaver does not look into, so that an overflow goes to the caller. */
    private static final class Elsewhere {
        static <T> T same(T t) {
            return t;
        }
    }

    @Memoize(maxSize = 4)
    static int bounded(int n) {
        return n <= 0 ? 0 : 1 + Elsewhere.same(bounded(n - 1));
    }

    @Memoize(maxSize = 4)
    static String wide(int n, String s) {
        return n <= 0 ? s : Elsewhere.same(wide(n - 1, s));
    }

    /** Pads the stack so that it ends at another instruction each time. */
    private static int padded(int pad, IntUnaryOperator recursion) {
        return pad == 0 ? (fits(recursion, MORE_THAN_ANY_STACK) ? 1 : 0) : padded(pad - 1, recursion);
    }

    @Test
    void anOverflowAnywhereLeavesNoStuckFlightAndNoLostPlace() throws Exception {
        Memo1<Integer, Integer> bounded = Memo.of(StackDepthTest::bounded);
        for (int round = 0; round < 400; round++) {
            int pad = round % 200;
            bounded.put(-1, 0);
            onStackOf(256 << 10, () -> padded(pad, n -> bounded(n)));
            onStackOf(256 << 10, () -> padded(pad, n -> wide(n, "s").length()));
            // All four places are still to be had, in order, by the next ones to come.
            for (int key = -10; key > -18; key--) {
                bounded(key);
                wide(key, "t");
            }
            long misses = bounded.cacheInfo().misses();
            for (int key = -14; key > -18; key--) {
                bounded(key);
                wide(key, "t");
            }
            assertThat(bounded.cacheInfo().misses()).as("round " + round).isEqualTo(misses);
            assertThat(bounded.cacheInfo().currSize()).isEqualTo(4);
            assertThat(Memo.of(StackDepthTest::wide).cacheInfo().currSize()).isEqualTo(4);
        }
        // Nobody waits for a computation that ended with its stack.
        int[] some = {1, 2, 3, 1000, MORE_THAN_ANY_STACK, MORE_THAN_ANY_STACK - 1, MORE_THAN_ANY_STACK - 500};
        for (int key : some) {
            assertThat(onStackOf(128 << 10, () -> fits(n -> bounded(n), key))).isNotNull();
        }
        assertThat(onStackOf(128 << 10, () -> bounded(100))).isEqualTo(100);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static int deep(int n) {
        return n == 0 ? 0 : 1 + Elsewhere.same(deep(n - 1));
    }

    /** What each frame does while an overflow passes through must not take longer the deeper the stack was. */
    @Test
    @Timeout(60)
    void anOverflowOfALargeStackEnds() throws Exception {
        assertThat(onStackOf(32 << 20, () -> fits(StackDepthTest::deep, 100 * MORE_THAN_ANY_STACK)))
                .isFalse();
        assertThat(Memo.of(StackDepthTest::deep).cacheInfo().currSize()).isZero();
        assertThat(deep(500)).isEqualTo(500);
    }
}
