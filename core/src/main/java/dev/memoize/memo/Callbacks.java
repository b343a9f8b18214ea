package dev.memoize.memo;

import dev.memoize.heap.Heap;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What only a builder can give a memo, being code. Called under no lock.
 *
 * @param ttl of a result; {@code null}, or {@code null} from it, for the memo's own
 * @param weigher of results; {@code null} if they are not weighed
 * @param maxWeight of all results together
 * @param executor that refreshes
 */
public record Callbacks(
        @Nullable Function<@Nullable Object, @Nullable Duration> ttl,
        @Nullable ToIntFunction<@Nullable Object> weigher,
        long maxWeight,
        Executor executor) {
    public static final Callbacks NONE = new Callbacks(null, null, Heap.NO_WEIGHT, Callbacks::inBackground);

    private static void inBackground(Runnable task) {
        // A common pool without threads, which can be asked for, would never run it.
        if (ForkJoinPool.getCommonPoolParallelism() > 0) {
            ForkJoinPool.commonPool().execute(task);
        } else {
            Thread thread = new Thread(null, task, "memoize-refresh", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    boolean lookAtResults() {
        return ttl != null || weigher != null;
    }

    @Nullable
    Long ttlNanos(@Nullable Object result) {
        Duration own = ttl == null ? null : ttl.apply(result);
        // A Duration may be longer than nanoseconds can say.
        return own == null
                ? null
                : own.compareTo(Settings.LONGEST) > 0
                        ? Settings.LONGEST.toNanos()
                        : own.isNegative() ? 0 : own.toNanos();
    }

    int weight(@Nullable Object result) {
        int weight = weigher == null ? 0 : weigher.applyAsInt(result);
        if (weight < 0) {
            throw new IllegalArgumentException("the weigher gave " + weight + "; use 0 or more");
        }
        return weight;
    }
}
