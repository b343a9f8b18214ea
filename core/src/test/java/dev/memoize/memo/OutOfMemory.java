package dev.memoize.memo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.LongUnaryOperator;

/** Runs out of memory, and looks the memo over then. In a process of its own, with a small heap. */
final class OutOfMemory {
    private static final int SAMPLE = 200;
    private static final int ATTEMPTS = 5;
    /** How many results make the table grow from 2^17 buckets on. */
    private static final int GROWS_AT = 1 << 17;

    private static final int ARRAYS_GROW_AT = 98_304 / 4 * 3;

    private static byte[] ballast = new byte[1 << 20];

    /** For the main thread: what the first thread frees, the others use up. */
    private static byte[] reserve = new byte[1 << 20];

    private OutOfMemory() {}

    public static void main(String[] args) throws Exception {
        Shape shape = Shape.valueOf(args[0]);
        Settings settings = Settings.DEFAULT.withMaxSize(Integer.MAX_VALUE);
        switch (args[1]) {
            case "body" -> inTheBody(shape.subject(settings.withMaxSize(100), () -> 5));
            case "growth" -> whileItGrows(shape.subject(settings, () -> 5), 1);
            case "threads" -> whileItGrows(shape.subject(settings, () -> 5), 4);
            case "table" -> whatIsComputedIsReturned();
            case "arrays" -> whatIsComputedIsReturned(shape.subject(settings, () -> 5));
            case "bounded" ->
                whileItGrows(shape.subject(settings.withMaxSize(200_000_000).with("eviction", args[2]), () -> 5), 1);
            default -> throw new IllegalArgumentException(args[1]);
        }
        System.out.println("usable");
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void inTheBody(Subject memo) throws Exception {
        memo.body(key -> {
            if (key % 10 == 3) {
                List<long[]> all = new ArrayList<>();
                for (; ; ) {
                    all.add(new long[1 << 16]);
                }
            }
            return (long) key;
        });
        int ranOut = 0;
        for (int key = 0; key < 50; key++) {
            try {
                check((long) memo.call(key) == key, "a wrong result");
            } catch (OutOfMemoryError e) {
                ranOut++;
            }
        }
        check(ranOut == 5, ranOut + " bodies ran out of memory");
        check(memo.counts().equals(new Counts(0, 50, 100, 45)), memo.counts().toString());
        memo.body(key -> (long) key);
        inAnotherThread(() -> {
            for (int key = 0; key < 50; key++) {
                check((long) memo.call(key) == key, "a wrong result");
            }
            return null;
        });
        check(memo.counts().equals(new Counts(45, 55, 100, 50)), memo.counts().toString());
        check(memo.pending() == 0, "something is pending");
    }

    /** The same of results that lie in arrays: those for which there is no room are not stored. */
    private static void whatIsComputedIsReturned(Subject memo) throws Exception {
        memo.body(key -> (long) key);
        int key = 0;
        // Three quarters of the first arrays that are no power of two.
        for (; key < ARRAYS_GROW_AT - 1; key++) {
            check((long) memo.call(key) == key, "a wrong result");
        }
        List<byte[]> rest = new ArrayList<>();
        try {
            for (; ; ) {
                rest.add(new byte[1 << 14]);
            }
        } catch (OutOfMemoryError e) {
            for (int i = 0; i < 32; i++) {
                rest.set(i, null);
            }
        }
        for (int last = key + SAMPLE; key < last; key++) {
            check((long) memo.call(key) == key, "a wrong result");
        }
        rest.clear();
        for (int last = key + (1 << 14); key < last; key++) {
            check((long) memo.call(key) == key, "a wrong result");
        }
        for (int known = 0; known < key; known += 7) {
            check((long) memo.call(known) == known, "a wrong result");
        }
        check(memo.counts().currSize() > ARRAYS_GROW_AT + (1 << 13), "it never grew: " + memo.counts());
    }

    /** Growing the table takes far more memory than an entry, and can wait. */
    private static void whatIsComputedIsReturned() {
        MemoizedMethod method =
                MemoizedMethod.function("table", "(J)J", Settings.DEFAULT.withMaxSize(Integer.MAX_VALUE));
        LongKeyMemo memo = new LongKeyMemo(method, null, () -> 5, false);
        long[] computed = {-1};
        LongUnaryOperator body = key -> computed[0] = key;
        long key = 0;
        // Just before the table doubles, to two megabytes. Then a megabyte is left, in pieces.
        for (; key < GROWS_AT - 100; key++) {
            check(memo.computeLong(key, body) == key, "a wrong result");
        }
        List<byte[]> rest = new ArrayList<>();
        try {
            for (; ; ) {
                rest.add(new byte[1 << 14]);
            }
        } catch (OutOfMemoryError e) {
            // Without a lambda, which would have to be linked now.
            for (int i = 0; i < 64; i++) {
                rest.set(i, null);
            }
        }
        try {
            for (; ; key++) {
                check(memo.computeLong(key, body) == key, "a wrong result");
            }
        } catch (OutOfMemoryError e) {
            rest.clear();
        }
        check(key > GROWS_AT + 1000, "ended at " + key);
        check(computed[0] == key - 1, "result " + computed[0] + " was there and was not returned");
        for (long known = 0; known < key; known += 7) {
            check(memo.findLong(known) == known, "a wrong result");
        }
        Counts counts = memo.counts();
        check(counts.currSize() == key, counts.toString());
    }

    private static void whileItGrows(Subject memo, int threads) throws Exception {
        memo.body(key -> key * 31L);
        // Not by a FutureTask, which needs memory to end: who waits for it would wait for ever.
        int[] calls = new int[threads];
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t;
            Thread thread = new Thread(() -> calls[first] = fill(memo, first, threads));
            all.add(thread);
        }
        all.forEach(Thread::start);
        int reached = 0;
        for (int t = 0; t < threads; t++) {
            all.get(t).join();
            reached = Math.max(reached, calls[t]);
        }
        reserve = null;
        check(reached > 10_000, "ran out at once");
        // What is there is right, however little memory is left.
        int read = 0;
        for (int key = 0; key < SAMPLE; key++) {
            try {
                check((long) memo.call(key) == key * 31L, "a wrong result");
                read++;
            } catch (OutOfMemoryError e) {
                // The caller needs some memory itself.
                continue;
            }
        }
        clear(memo);
        inAnotherThread(() -> {
            for (int round = 0; round < 2; round++) {
                for (int key = 0; key < 5_000; key++) {
                    check((long) memo.call(key) == key * 31L, "a wrong result");
                }
            }
            return null;
        });
        Counts counts = memo.counts();
        check(
                counts.hits() == 5_000 && counts.misses() == 5_000 && counts.currSize() == 5_000,
                counts + ", after " + reached + ", of which were read " + read);
        check(memo.pending() == 0, "something is pending");
    }

    /** Emptying it needs a little memory, too; an attempt that fails leaves it to the next one. */
    private static void clear(Subject memo) {
        for (int attempt = 1; ; attempt++) {
            try {
                memo.clear();
                return;
            } catch (OutOfMemoryError e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** How many keys it called before there was no memory. */
    private static int fill(Subject memo, int first, int step) {
        int key = first;
        try {
            for (; ; key += step) {
                check((long) memo.call(key) == key * 31L, "a wrong result");
            }
        } catch (OutOfMemoryError e) {
            // As a program would have to: what comes next needs some, even to throw and to link.
            ballast = null;
            return key;
        }
    }

    /** A flight that nobody ends would be waited for, until the test gives up. */
    private static void inAnotherThread(Callable<Void> look) throws Exception {
        FutureTask<Void> task = new FutureTask<>(look);
        new Thread(task).start();
        task.get();
    }
}
