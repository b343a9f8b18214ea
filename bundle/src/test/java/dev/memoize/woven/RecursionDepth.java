package dev.memoize.woven;

import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.Memos;
import java.util.function.IntUnaryOperator;

/**
 * Prints how deep each shape of method recurs, memoized and plain, on two sizes of stack. With {@code compiled},
 * whether it recurs as deep memoized as plain once both are compiled.
 */
final class RecursionDepth {
    private static final int MORE_THAN_ANY_STACK = 200_000;

    private static boolean compiled;

    private RecursionDepth() {}

    static int plain(int n) {
        return n == 0 ? 0 : 1 + plain(n - 1);
    }

    @Memoize
    static int ofInt(int n) {
        return n == 0 ? 0 : 1 + ofInt(n - 1);
    }

    static long plain(long n) {
        return n == 0 ? 0 : 1 + plain(n - 1);
    }

    @Memoize
    static long ofLong(long n) {
        return n == 0 ? 0 : 1 + ofLong(n - 1);
    }

    private static final class Instance {
        int plainOfInstance(int n) {
            return n == 0 ? 0 : 1 + plainOfInstance(n - 1);
        }

        @Memoize
        int ofInstance(int n) {
            return n == 0 ? 0 : 1 + ofInstance(n - 1);
        }
    }

    static int plain(String s) {
        return s.equals("0") ? 0 : 1 + plain(String.valueOf(Integer.parseInt(s) - 1));
    }

    @Memoize
    static int ofString(String s) {
        return s.equals("0") ? 0 : 1 + ofString(String.valueOf(Integer.parseInt(s) - 1));
    }

    static int plain(int n, long salt, String s) {
        return n == 0 ? 0 : 1 + plain(n - 1, salt, s);
    }

    @Memoize
    static int ofSeveral(int n, long salt, String s) {
        return n == 0 ? 0 : 1 + ofSeveral(n - 1, salt, s);
    }

    static Integer plainToObject(int n) {
        return n == 0 ? 0 : 1 + plainToObject(n - 1);
    }

    @Memoize
    static Integer toObject(int n) {
        return n == 0 ? 0 : 1 + toObject(n - 1);
    }

    private static boolean fits(IntUnaryOperator recursion, int depth) {
        try {
            recursion.applyAsInt(depth);
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    /** The depth that is reached, to a hundredth. */
    private static int depth(IntUnaryOperator recursion) {
        int reached = 0;
        int beyond = MORE_THAN_ANY_STACK;
        while (beyond - reached > Math.max(1, reached / 100)) {
            int middle = reached + (beyond - reached) / 2;
            Memos.all().forEach(Memo::cacheClear);
            if (fits(recursion, middle)) {
                reached = middle;
            } else {
                beyond = middle;
            }
        }
        return reached;
    }

    private static void warmUp(IntUnaryOperator recursion) {
        for (int i = 0; i < 20_000; i++) {
            Memos.all().forEach(Memo::cacheClear);
            recursion.applyAsInt(100);
        }
    }

    private static void compare(String name, IntUnaryOperator plain, IntUnaryOperator memoized)
            throws InterruptedException {
        if (compiled) {
            warmUp(plain);
            warmUp(memoized);
        }
        for (long stack : new long[] {256 << 10, 1 << 20}) {
            Thread thread = new Thread(null, () -> compareOnThisStack(name, stack, plain, memoized), name, stack);
            thread.start();
            thread.join();
        }
    }

    private static void compareOnThisStack(String name, long stack, IntUnaryOperator plain, IntUnaryOperator memoized) {
        int reached = depth(plain);
        if (compiled) {
            Memos.all().forEach(Memo::cacheClear);
            String asDeep = fits(memoized, reached) ? "as deep" : "less deep";
            System.out.printf("%s;%d;%d;%s%n", name, stack >> 10, reached, asDeep);
        } else {
            System.out.printf("%s;%d;%d;%d%n", name, stack >> 10, depth(memoized), reached);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        compiled = args.length > 0 && args[0].equals("compiled");
        Instance instance = new Instance();
        compare("static int key", RecursionDepth::plain, RecursionDepth::ofInt);
        compare("static long key", n -> (int) plain((long) n), n -> (int) ofLong(n));
        compare("instance, int key", instance::plainOfInstance, instance::ofInstance);
        compare("String key", n -> plain(String.valueOf(n)), n -> ofString(String.valueOf(n)));
        compare("int, long, String key", n -> plain(n, 7L, "s"), n -> ofSeveral(n, 7L, "s"));
        compare("Integer result", RecursionDepth::plainToObject, RecursionDepth::toObject);
    }
}
