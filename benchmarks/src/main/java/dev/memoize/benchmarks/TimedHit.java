package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A hit on an int in a full cache of 128 whose entries live for an hour, and in one where they live for ever. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimedHit {
    private static final int SIZE = Picks.KEYS;

    private final LoadingCache<Integer, Long> caffeine = Caffeine.newBuilder()
            .maximumSize(SIZE)
            .expireAfterWrite(1, TimeUnit.HOURS)
            .build(Work::of);

    @Memoize(maxSize = SIZE, ttl = "1h")
    static long timed(int n) {
        return Work.of(n);
    }

    @Memoize(maxSize = SIZE)
    static long untimed(int n) {
        return Work.of(n);
    }

    @Setup
    public void warm() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Picks.KEYS; i++) {
                Integer key = Work.key(i);
                timed(key);
                untimed(key);
                caffeine.get(key);
            }
        }
        Checks.sizes(
                Picks.KEYS,
                caffeine.estimatedSize(),
                Memo.of(TimedHit::timed).cacheInfo().currSize(),
                Memo.of(TimedHit::untimed).cacheInfo().currSize());
    }

    @Benchmark
    public long memoize(Picks picks) {
        return timed(picks.nextInt());
    }

    @Benchmark
    public long memoizeWithoutTtl(Picks picks) {
        return untimed(picks.nextInt());
    }

    @Benchmark
    public long caffeineExpireAfterWrite(Picks picks) {
        return caffeine.get(picks.nextInt());
    }
}
