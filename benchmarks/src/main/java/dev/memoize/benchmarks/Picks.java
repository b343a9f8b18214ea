package dev.memoize.benchmarks;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Each thread's own random walk over the keys. Strings are equal to the stored ones, never the same object. */
@State(Scope.Thread)
public class Picks {
    static final int KEYS = 128;
    private static final int MASK = 2047;

    private final int[] ints = new int[MASK + 1];
    private final long[] longs = new long[MASK + 1];
    private final String[] strings = new String[MASK + 1];
    private int next;
    private int last;

    @Setup
    public void fill() {
        SplittableRandom random =
                new SplittableRandom(42 + Thread.currentThread().getId());
        String[] copies = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            copies[i] = string(i);
        }
        for (int i = 0; i <= MASK; i++) {
            int key = random.nextInt(KEYS);
            ints[i] = Work.key(key);
            longs[i] = longKey(key);
            strings[i] = copies[key];
        }
    }

    int nextInt() {
        last = next++ & MASK;
        return ints[last];
    }

    long nextLong() {
        last = next++ & MASK;
        return longs[last];
    }

    String nextString() {
        last = next++ & MASK;
        return strings[last];
    }

    /** The long that belongs to the int that was given out last: together with it one of the same 128 combinations. */
    long sameLong() {
        return longs[last];
    }

    String sameString() {
        return strings[last];
    }

    static long longKey(int i) {
        return Work.key(i) * 0x1_0000_0001L;
    }

    static String string(int i) {
        return "user-" + i;
    }

    static MixedKey mixed(int i) {
        return new MixedKey(Work.key(i), longKey(i), string(i));
    }
}
