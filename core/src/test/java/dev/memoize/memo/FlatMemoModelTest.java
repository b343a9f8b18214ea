package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.memoize.heap.Entry;
import dev.memoize.heap.LongEntry;
import dev.memoize.heap.RefEntry;
import dev.memoize.heap.Rows;
import dev.memoize.heap.WideEntry;
import dev.memoize.spi.Ticker;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memos whose results lie in arrays, of every type of argument and result, against a {@link LinkedHashMap} in access
 * order: what a handle can do to them, on one thread.
 */
class FlatMemoModelTest {
    private static final int OPERATIONS = 10_000;
    private static final String ABSENT = "absent";

    /** The values that comparisons get wrong, and some others. */
    private static final double[] NUMBERS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0x7FF8_0000_0000_0001L),
        Double.MIN_VALUE,
        -1.5,
        1e300,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1,
        2,
        3
    };

    /** A key of few hashes whose {@code equals} may throw. */
    private static final class Key {
        private final int n;
        private final int hashes;

        Key(int n, int hashes) {
            this.n = n;
            this.hashes = hashes;
        }

        @Override
        public int hashCode() {
            return n % hashes;
        }

        @Override
        public boolean equals(Object other) {
            if (throwing) {
                throw new IllegalStateException("equals");
            }
            return other instanceof Key && ((Key) other).n == n;
        }

        @Override
        public String toString() {
            return "key " + n;
        }
    }

    private static boolean throwing;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Map<String, Object> model = new LinkedHashMap<>(16, 0.75f, true);
    private String types = "";
    private KeyedMemo memo;
    private int maxSize;
    private int hashes;
    private long hits;
    private long misses;
    private long computed;
    /** What the body of the call returns. */
    private Object next = ABSENT;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "()J",
                "(J)J",
                "(D)D",
                "(F)F",
                "(Z)Z",
                "(B)B",
                "(S)S",
                "(C)C",
                "(IF)I",
                "(BSC)C",
                "(DD)F",
                "(ZJ)Z",
                "(JJJJ)B",
                "(Ljava/lang/Object;)J",
                "(Ljava/lang/Object;)S",
                "(Ljava/lang/Object;)D",
                "(Ljava/lang/Object;Ljava/lang/Object;)C",
                "(FLjava/lang/Object;DLjava/lang/Object;B)F"
            })
    void aMemoIsWhatTheModelIs(String descriptor) {
        System.out.println("FlatMemoModelTest: " + descriptor + ", seed " + seed);
        for (int size : new int[] {1, 2, 7, 60, 500}) {
            for (int few : new int[] {1, 5, 1 << 20}) {
                replay(descriptor, size, few);
            }
        }
    }

    private void replay(String descriptor, int size, int few) {
        String about = descriptor + ", size " + size + ", hashes " + few + ", seed " + seed;
        MemoizedMethod method =
                MemoizedMethod.function("flat", descriptor, Settings.DEFAULT.withMaxSize(size), Callbacks.NONE);
        switch (method.signature().kind()) {
            case LONG:
                memo = new LongKeyMemo(method, null, Ticker.system(), true);
                break;
            case REF:
                memo = new RefKeyMemo(method, null, Ticker.system(), true);
                break;
            default:
                memo = new WideKeyMemo(method, null, Ticker.system(), true);
        }
        types = descriptor.substring(1, descriptor.indexOf(')')).replaceAll("L[^;]*;", "L");
        maxSize = size;
        hashes = few;
        forget();
        for (int i = 0; i < (few == 1 ? OPERATIONS / 10 : OPERATIONS); i++) {
            step(about);
        }
    }

    private void forget() {
        model.clear();
        hits = 0;
        misses = 0;
    }

    private void step(String about) {
        int range = 2 * Math.max(1, Math.min(maxSize, 1000));
        Object[] arguments = new Object[types.length()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(types.charAt(i), random.nextInt(range));
        }
        String key = Arrays.deepToString(arguments);
        int dice = random.nextInt(1000);
        if (dice < 800) {
            assertEquals(modelCall(key), call(arguments), about);
        } else if (dice < 850) {
            Object result = result();
            memo.put(arguments, result);
            model.remove(key);
            modelPut(key, result);
        } else if (dice < 900) {
            Object known = new LinkedHashMap<>(model).get(key);
            assertEquals(known == null ? ABSENT : known, memo.peek(arguments, ABSENT), about);
        } else if (dice < 970) {
            assertEquals(model.remove(key) != null, memo.invalidate(arguments), about);
        } else if (dice < 980) {
            faulty(arguments);
        } else if (dice < 988) {
            int mod = 2 + random.nextInt(9);
            int before = model.size();
            model.keySet().removeIf(k -> Math.floorMod(k.hashCode(), mod) == 0);
            int dropped =
                    memo.invalidateIf(a -> Math.floorMod(Arrays.deepToString(a).hashCode(), mod) == 0);
            assertEquals(before - model.size(), dropped, about);
        } else if (dice < 998) {
            int[] bounds = {0, 1, 2, 20, 1 + random.nextInt(1000), Integer.MAX_VALUE};
            maxSize = bounds[random.nextInt(bounds.length)];
            memo.resize(maxSize);
            trim();
        } else {
            memo.clear();
            forget();
        }
        assertEquals(new Counts(hits, misses, maxSize, model.size()), memo.counts(), about);
    }

    /** Throws, or needs no {@code equals}; in any case nothing is changed. */
    private void faulty(Object[] arguments) {
        throwing = true;
        try {
            memo.peek(arguments, ABSENT);
            memo.invalidateIf(a -> false);
        } catch (IllegalStateException e) {
            assertEquals("equals", e.getMessage());
        } finally {
            throwing = false;
        }
    }

    private Object argument(char type, int n) {
        double number = n < NUMBERS.length ? NUMBERS[n] : n;
        switch (type) {
            case 'Z':
                return (n & 1) == 0;
            case 'B':
                return (byte) (n * 7);
            case 'S':
                return (short) (n * 4097);
            case 'C':
                return (char) ('a' + n * 131);
            case 'I':
                return n * 0x1000193;
            case 'J':
                return n % 5 == 0 ? Long.MIN_VALUE + n : n;
            case 'F':
                return (float) number;
            case 'D':
                return number;
            default:
                return reference(n, number);
        }
    }

    private Object reference(int n, double number) {
        switch (n % 8) {
            case 0:
                return n == 0 ? null : new int[] {n, 1};
            case 1:
                return number;
            case 2:
                return new Object[] {n, new String[] {"a", null}, new double[] {-0.0, number}};
            case 3:
                return new BigDecimal(n).setScale(2);
            default:
                return new Key(n, hashes);
        }
    }

    private Object result() {
        return memo.method()
                .signature()
                .boxedResult(random.nextInt(9) == 0 ? KeyedMemo.MISS : computed++, Entry.PRIMITIVE);
    }

    private Object modelCall(String key) {
        Object known = model.get(key);
        if (known != null) {
            hits++;
            return known;
        }
        misses++;
        Object result = result();
        next = result;
        modelPut(key, result);
        return result;
    }

    private void modelPut(String key, Object result) {
        model.put(key, result);
        trim();
    }

    private void trim() {
        Iterator<String> oldest = model.keySet().iterator();
        while (model.size() > maxSize) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Arrays of the caller's are written to after the call. */
    private Object call(Object[] arguments) {
        Signature signature = memo.method().signature();
        Entry probe = signature.probe(arguments, memo.equality);
        long found = find(probe);
        if (found == KeyedMemo.MISS) {
            Flight flight = memo.open(probe);
            if (flight.mustCompute()) {
                flight.complete(signature.resultBits(next));
            }
            found = flight.longResult();
        }
        for (Object argument : arguments) {
            if (argument instanceof int[]) {
                ((int[]) argument)[0]++;
            }
        }
        return signature.boxedResult(found, Entry.PRIMITIVE);
    }

    private long find(Entry probe) {
        if (probe instanceof LongEntry) {
            return ((LongKeyMemo) memo).findLong(((LongEntry) probe).key);
        }
        if (probe instanceof RefEntry) {
            return ((RefKeyMemo) memo).findLong(probe.hash, ((RefEntry) probe).key);
        }
        WideEntry wide = (WideEntry) probe;
        Rows rows = memo.rows();
        for (int slot = rows.first(probe.hash); slot >= 0; slot = rows.next(slot, probe.hash)) {
            long version = rows.version(slot, probe.hash);
            boolean same = true;
            for (int i = 0; i < wide.words.length; i++) {
                same &= rows.word(slot, i) == wide.words[i];
            }
            for (int i = 0; i < wide.refs.length && same; i++) {
                same = memo.same(rows, slot, version, i, wide.refs[i]);
            }
            if (same) {
                return ((WideKeyMemo) memo).hitLong(rows, slot, version);
            }
        }
        return KeyedMemo.MISS;
    }
}
