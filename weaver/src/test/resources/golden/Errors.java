import dev.memoize.LogTime;
import dev.memoize.Memoize;
import dev.memoize.Scope;

abstract class Errors {
    private static final int SIZE = 3;
    private static final String AGE = "soon";

    @Memoize
    void nothing(int n) {}

    @Memoize
    abstract int undone(int n);

    @Deprecated
    @Memoize
    static native int elsewhere(int n);

    @LogTime
    abstract void undone();

    @LogTime
    native void elsewhere();

    @LogTime
    void timedOnly() {}

    interface Prices {
        @Memoize
        int price(String item);

        @Memoize
        default int twice(String item) {
            return 2 * price(item);
        }
    }

    @Memoize(maxSize = -7)
    static int negative(int n) {
        return n;
    }

    @Memoize(
            typed = false,
            maxSize = 2 * SIZE - 10)
    static int computed(int n) {
        return n;
    }

    @Memoize(maxSize = 0, ttl = "10m")
    static int storesNothing(int n) {
        return n;
    }

    @Memoize(ttl = AGE + "er")
    static int unreadable(int n) {
        return n;
    }

    @Memoize(ttl = "0s")
    static int zero(int n) {
        return n;
    }

    @Memoize(ttl = "PT-5S")
    static int past(int n) {
        return n;
    }

    @Memoize(ttl = "1000000d")
    static int eternity(int n) {
        return n;
    }

    @Memoize(maxSize = -1, ttl = "x")
    static int both(int n) {
        return n;
    }

    @Memoize(scope = Scope.CLASS)
    static int classAnyway(int n) {
        return n;
    }

    @Memoize(scope = Scope.INSTANCE)
    static int harmless(int n) {
        return n;
    }

    static int forgotten(int n, @Memoize.Ignore int m) {
        return n;
    }

    Errors(@Memoize.Ignore int n) {}

    record Point(@Memoize.Ignore int x, int y) {}

    java.util.function.IntUnaryOperator lambda = (@Memoize.Ignore int n) -> n;

    Object local() {
        return new Object() {
            @Memoize
            void nothing() {}

            @dev.memoize.Memoize(maxSize = -2)
            int negative(int n) {
                return n;
            }
        };
    }

    @Memoize(maxSize = 12, ttl = "10 s", typed = false, singleFlight = false)
    static int fine(int n, @Memoize.Ignore String hint) {
        return n;
    }

    @Memoize(maxSize = 0, ttl = "10m", tier = "redis")
    static int storedElsewhere(int n) {
        return n;
    }

    @Memoize(ttl = "5m", refreshAfterWrite = "10m")
    static int tooLateToRefresh(int n) {
        return n;
    }

    @Memoize(ttl = "5m", refreshAfterWrite = "1m", jitter = 0.1, staleIfError = "1h", expireAfterAccess = "2m")
    static int allTimes(int n) {
        return n;
    }

    @Memoize(maxSize = 0, expireAfterAccess = "10m")
    static int nothingToAccess(int n) {
        return n;
    }

    @Memoize(staleIfError = "1h")
    static int neverStale(int n) {
        return n;
    }

    @Memoize(
            ttl = "5m",
            jitter = 1)
    static int allJitter(int n) {
        return n;
    }

    @Memoize(jitter = 0.5)
    static int nothingToVary(int n) {
        return n;
    }

    @Memoize(refreshAfterWrite = "often")
    static int unreadableRefresh(int n) {
        return n;
    }

    @Memoize(tier = "Redis 7")
    static int oddTier(int n) {
        return n;
    }

    @Memoize(deepRecursion = true)
    static synchronized int lockedByTheLevelBefore(int n) {
        return n;
    }

    @Memoize(deepRecursion = false)
    static synchronized int locked(int n) {
        return n;
    }
}
