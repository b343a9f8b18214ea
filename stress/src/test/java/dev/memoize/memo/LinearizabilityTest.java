package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Ticker;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A memoized function of something that changes, whose changes are followed by an invalidation, cannot be told from the
 * plain function: calls, changes, {@code clear}, {@code resize} and the like are linearizable.
 */
class LinearizabilityTest {
    private static final int ITERATIONS = Integer.getInteger("lincheck.iterations", 20);
    private static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 1000);

    /** The plain function. */
    public static class Plain {
        private final long[] truth = new long[3];

        public long call(int key) {
            return truth[key];
        }

        public long change(int key) {
            return ++truth[key];
        }

        public void clear() {}

        public void resize(int maxSize) {}

        public void drop(int key) {}
    }

    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    @Param(name = "size", gen = IntGen.class, conf = "0:3")
    public abstract static class Memoized {
        private final AtomicLongArray truth = new AtomicLongArray(3);
        private final KeyedMemo memo;

        Memoized(boolean flat, int maxSize) {
            memo = new LongKeyMemo(method("(J)J", maxSize), null, Ticker.system(), flat);
        }

        /** Of keys that are references and results in rows. */
        Memoized(int maxSize) {
            memo = new RefKeyMemo(method("(Ljava/lang/Object;)J", maxSize), null, Ticker.system(), true);
        }

        private Object argument(int key) {
            return memo instanceof RefKeyMemo ? String.valueOf(key) : (Object) (long) key;
        }

        private static MemoizedMethod method(String descriptor, int maxSize) {
            return MemoizedMethod.function("lincheck", descriptor, Settings.DEFAULT.withMaxSize(maxSize));
        }

        @Operation
        public long call(@Param(name = "key") int key) {
            if (memo instanceof RefKeyMemo) {
                return ((RefKeyMemo) memo).computeLong(argument(key), k -> truth.get(Integer.parseInt((String) k)));
            }
            return ((LongKeyMemo) memo).computeLong(key, k -> truth.get((int) k));
        }

        @Operation
        public long change(@Param(name = "key") int key) {
            long changed = truth.incrementAndGet(key);
            memo.invalidate(new Object[] {argument(key)});
            return changed;
        }

        @Operation
        public void clear() {
            memo.clear();
        }

        @Operation
        public void resize(@Param(name = "size") int maxSize) {
            memo.resize(maxSize);
        }

        @Operation
        public void drop(@Param(name = "key") int key) {
            memo.invalidateIf(arguments -> arguments[0].equals(argument(key)));
        }

        @Validate
        public void nothingIsPending() {
            synchronized (memo) {
                for (Entry e : memo.entries()) {
                    if (e.value() == null || e.computing() != 0) {
                        throw new IllegalStateException("pending");
                    }
                }
                Counts counts = memo.counts();
                if (counts.currSize() != memo.entries().size() || counts.currSize() > counts.maxSize()) {
                    throw new IllegalStateException(counts.toString());
                }
            }
        }
    }

    public static class Nodes extends Memoized {
        public Nodes() {
            super(false, 2);
        }
    }

    public static class Flat extends Memoized {
        public Flat() {
            super(true, 2);
        }
    }

    public static class Rows extends Memoized {
        public Rows() {
            super(2);
        }
    }

    private static Class<?> subject(String form) {
        return form.equals("flat") ? Flat.class : form.equals("rows") ? Rows.class : Nodes.class;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "flat", "rows"})
    void callsAreLinearizableUnderStress(String form) {
        new StressOptions()
                .sequentialSpecification(Plain.class)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .check(subject(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "flat", "rows"})
    void callsAreLinearizableInEveryInterleavingTried(String form) {
        new ModelCheckingOptions()
                .sequentialSpecification(Plain.class)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .check(subject(form));
    }

    @Test
    void aStaleResultWouldBeFound() {
        try {
            new StressOptions()
                    .sequentialSpecification(Plain.class)
                    .threads(2)
                    .iterations(50)
                    .invocationsPerIteration(500)
                    .minimizeFailedScenario(false)
                    .check(Stale.class);
        } catch (AssertionError | IllegalStateException e) {
            return;
        } catch (Throwable t) {
            if (t.getClass().getName().contains("Lincheck")) {
                return;
            }
            throw t;
        }
        throw new AssertionError("Lincheck believes a memo that is never invalidated");
    }

    /** Forgets to invalidate. */
    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    public static class Stale {
        private final AtomicLongArray truth = new AtomicLongArray(3);
        private final LongKeyMemo memo =
                new LongKeyMemo(MemoizedMethod.function("stale", "(J)J", Settings.DEFAULT), null, Ticker.system());

        @Operation
        public long call(@Param(name = "key") int key) {
            return memo.computeLong(key, k -> truth.get((int) k));
        }

        @Operation
        public long change(@Param(name = "key") int key) {
            return truth.incrementAndGet(key);
        }
    }
}
