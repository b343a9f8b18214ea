package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which recursions may be run again: those that nobody could see running twice, and no others. */
class PureRecursionTest {
    /** The methods of {@code C} whose recursion may be run again. */
    private static List<String> found(String... sources) {
        byte[] woven = Compilation.woven(sources).classes.get("C");
        List<String> found = new ArrayList<>();
        new ClassReader(woven)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                boolean synthetic = (access & Opcodes.ACC_SYNTHETIC) != 0;
                                if (synthetic && name.startsWith(Names.LEVEL_PREFIX)) {
                                    found.add(name.substring(Names.LEVEL_PREFIX.length()));
                                }
                                return null;
                            }
                        },
                        0);
        return found;
    }

    private static List<String> inClass(String members) {
        return found("import dev.memoize.*; import java.math.*; import java.util.*;"
                + "@SuppressWarnings(\"memoize\") class C { " + members + " }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Memoize static int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }",
                "@Memoize static Integer f(Integer n) { return n < 2 ? n : f(n - 1) + f(n - 2); }",
                "@Memoize static BigInteger f(int n) { return n < 2 ? BigInteger.ONE : f(n - 1).add(f(n - 2)); }",
                "@Memoize static BigDecimal f(BigDecimal n) { return n.signum() < 1 ? n : f(n.subtract(BigDecimal.ONE)).setScale(3, RoundingMode.DOWN); }",
                "@Memoize static String f(int n) { return n == 0 ? \"\" : f(n - 1) + ',' + n; }",
                "@Memoize static String f(int n) { return n == 0 ? \"\" : new StringBuilder(f(n - 1)).append(n).reverse().toString(); }",
                "@Memoize static int f(String a, String b) { return a.isEmpty() ? b.length() : a.contains(b) ? 1 : Math.max(f(a.substring(1), b), 2); }",
                "@Memoize static long f(long n) { if (n < 0) throw new IllegalArgumentException(\"n is \" + n); return n == 0 ? 0 : f(n - 1); }",
                "static final int[] W = {1, 2}; static int most = 3; @Memoize static int f(int i, int left) { return i == 2 ? most : Math.max(f(i + 1, left), left < W[i] ? 0 : f(i + 1, left - W[i])); }",
                "final int[][] grid = {{1}}; @Memoize private int f(int x, int y) { return x < 0 || y < 0 ? 0 : grid[x][y] + Math.min(f(x - 1, y), f(x, y - 1)); }",
                "@Memoize final int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static int f(int n) { int[] t = {n, n - 1}; t[0]++; return n == 0 ? t[0] : f(t[1]); }",
                "@Memoize static int f(int n) { return n == 0 ? 0 : helper(n) + f(n - 1); } static int helper(int n) { return n < 3 ? 1 : other(n / 2); } static int other(int n) { return helper(n); }",
                "@Memoize static int f(String s) { switch (s) { case \"a\": return 1; case \"b\": return f(\"a\"); default: return f(\"b\"); } }",
                "@Memoize static int f(int n) { for (int i = 0; i < n; i++) { if (f(i) > 7) return i; } return n; }",
            })
    void aSelfContainedRecursionMayBeRunAgain(String method) {
        assertThat(inClass(method)).containsExactly("f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // nothing recurs
                "@Memoize static int f(int n) { return n + 1; }",
                // it is seen: fields, arrays, output, other classes, time, randomness, threads, locks
                "static int runs; @Memoize static int f(int n) { runs++; return n == 0 ? 0 : f(n - 1); }",
                "int runs; @Memoize private int f(int n) { runs = n; return n == 0 ? 0 : f(n - 1); }",
                "static int[] runs = {0}; @Memoize static int f(int n) { runs[0] = n; return n == 0 ? 0 : f(n - 1); }",
                "static int[] runs() { return null; } @Memoize static int f(int n) { runs()[0] = n; return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static int f(int[] n) { n[0]--; return n[0] == 0 ? 0 : f(n); }",
                "static StringBuilder log = new StringBuilder(); @Memoize static int f(int n) { log.append(n); return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static int f(int n) { System.out.println(n); return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static long f(int n) { return n == 0 ? System.nanoTime() : f(n - 1); }",
                "@Memoize static double f(int n) { return n == 0 ? Math.random() : f(n - 1); }",
                "@Memoize static int f(int n) { return n == 0 ? Thread.currentThread().hashCode() : f(n - 1); }",
                "@Memoize static synchronized int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static int f(int n) { synchronized (C.class) { return n == 0 ? 0 : f(n - 1); } }",
                "static char[] to = new char[9]; @Memoize static int f(int n) { \"abc\".getChars(0, 1, to, 0); return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static int f(int n) { return n == 0 ? 0 : side(f(n - 1)); } static int runs; static int side(int n) { return runs += n; }",
                // it sees the end of the stack
                "@Memoize static int f(int n) { try { return f(n + 1); } catch (StackOverflowError e) { return n; } }",
                "@Memoize static int f(int n) { try { return n == 0 ? 0 : f(n - 1); } finally { n++; } }",
                // code of the user's is called
                "record P(int x) {} @Memoize static int f(P p) { return p.x() == 0 ? 0 : f(new P(p.x() - 1)); }",
                "@Memoize static int f(Object o) { return o == null ? 0 : f(null); }",
                "@Memoize static int f(List<Integer> l) { return l.isEmpty() ? 0 : f(l.subList(1, l.size())); }",
                "@Memoize private String f(int n) { return n == 0 ? String.valueOf(this) : f(n - 1); }",
                "@Memoize private String f(int n) { return n == 0 ? \"\" + this : f(n - 1); }",
                "static Object o = 1; @Memoize static String f(int n) { return n == 0 ? \"\" + o : f(n - 1); }",
                "@Memoize static int f(int n) { Runnable r = () -> {}; return n == 0 ? r.hashCode() : f(n - 1); }",
                "@Memoize int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@Memoize(scope = Scope.CLASS) private int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@Memoize static <T> int f(T t) { return t == null ? 0 : f(null); }",
                "@Memoize static int f(int n) { return n == 0 ? 0 : D.g(n - 1); } static class D { static int g(int n) { return f(n); } }",
                // a level would be taken for the first one
                "@Memoize static int f(int n) { return n == 0 ? 0 : between(n); } static int between(int n) { return f(n - 1); }",
                // asked for otherwise
                "@Memoize @LogTime static int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@LogTime @Memoize static int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@LogTime static int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@Memoize(deepRecursion = true) static int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                "@Memoize(ttl = \"1m\", tier = \"redis\") static int f(int n) { return n == 0 ? 0 : f(n - 1); }",
                // the name is taken
                "@Memoize static int f(int n) { return n == 0 ? 0 : f(n - 1); } static long memo$f(long n) { return n; } static int memo$f(int n) { return n; }",
            })
    void anyOtherMayNot(String method) {
        assertThat(inClass(method)).isEmpty();
    }

    @Test
    void methodsThatRecurTogetherMayBeRunAgainTogether() {
        String even = "@Memoize static boolean even(int n) { return n == 0 || odd(n - 1); }";
        String odd = "@Memoize static boolean odd(int n) { return n != 0 && even(n - 1); }";
        assertThat(inClass(even + odd)).containsExactlyInAnyOrder("even", "odd");
        String seen = "static int runs; @Memoize static boolean odd(int n) { runs++; return n != 0 && even(n - 1); }";
        assertThat(inClass(even + seen)).isEmpty();
    }

    @Test
    void aMethodThatCallsARecursiveOneIsNotPartOfItsRecursion() {
        assertThat(inClass("@Memoize static int f(int n) { return n == 0 ? 0 : f(n - 1); }"
                        + "@Memoize static int g(int n) { return f(n) + f(n + 1); }"))
                .containsExactly("f");
    }

    @Test
    void aMethodOfAFinalClassCallsItselfAndNoOverride() {
        assertThat(found("final class C { @dev.memoize.Memoize int f(int n) { return n == 0 ? 0 : f(n - 1); } }"))
                .containsExactly("f");
        assertThat(found("record C(int x) { @dev.memoize.Memoize int f(int n) { return n == 0 ? x : f(n - 1); } }"))
                .containsExactly("f");
        assertThat(found("interface C { @dev.memoize.Memoize static int f(int n) { return n == 0 ? 0 : f(n - 1); } }"))
                .containsExactly("f");
        assertThat(found("interface C { @dev.memoize.Memoize default int f(int n) { return n == 0 ? 0 : f(n - 1); } }"))
                .isEmpty();
    }

    @Test
    void theResultIsTheSameAtEveryShapeOfArguments() throws Exception {
        Compilation.Loaded loaded = Compilation.woven("import dev.memoize.*; class C {"
                        + " @Memoize static long f(long a, int b, String s, double d) {"
                        + "   return b == 0 ? a + s.length() + (long) d : f(a + 1, b - 1, s, d); }"
                        + " @Memoize static boolean g(byte b, char c, short s, float f, boolean z) {"
                        + "   return b == 0 ? z && c == 'c' && s == 3 && f == 0.5f : g((byte) (b - 1), c, s, f, z); }"
                        + " @Memoize private String h(double d, long l) { return d < 1 ? \"h\" + l : h(d - 1, l); }"
                        + " static String call() { return f(1, 500, \"abc\", 2.5) + \" \" + g((byte) 100, 'c', (short) 3, 0.5f, true)"
                        + "   + \" \" + new C().h(20.5, 7); } }")
                .load();
        assertThat(loaded.call("C", "call")).isEqualTo("506 true h7");
        assertThat(Stream.of(loaded.loadClass("C").getDeclaredMethods())
                        .filter(m -> m.getName().startsWith(Names.LEVEL_PREFIX)))
                .hasSize(3);
    }
}
