// counts: Arrays2.sum=1/2 Arrays2.grid=1/2 Arrays2.make=1/1 Arrays2.cube=1/1 Arrays2.mixed=1/2 Arrays2.mutated=1/2
import dev.memoize.*;
import java.util.*;

class Arrays2 {
    @Memoize static long sum(long[] a) { long s = 0; for (long l : a) s += l; return s; }
    @Memoize static int grid(int[][] g) { return g[0][0] + g.length; }
    @Memoize static int[] make(int n) { return new int[] {n, n}; }
    @Memoize static String[][][] cube(String s) { return new String[][][] {{{s}}}; }
    @Memoize static String mixed(int n, String[] a, double[] d, boolean b) { return n + a[0] + d[0] + b; }
    @Memoize static String mutated(String[] a) { return a[0]; }

    static Object[] results() {
        String[] changing = {"old"};
        String before = mutated(changing);
        changing[0] = "new";
        return new Object[] {
            sum(new long[] {1, 2}), sum(new long[] {1, 2}), sum(new long[] {2, 1}), grid(new int[][] {{5}}), grid(new int[][] {{5}}),
            grid(new int[][] {{6}}), make(3), make(3), cube("x"), cube("x"), mixed(1, new String[] {"a"}, new double[] {-0.0}, true),
            mixed(1, new String[] {"a"}, new double[] {-0.0}, true), mixed(1, new String[] {"a"}, new double[] {0.0}, true),
            before, mutated(changing), mutated(new String[] {"old"})
        };
    }
}
