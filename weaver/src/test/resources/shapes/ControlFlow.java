// counts: ControlFlow.strings=1/3 ControlFlow.arrows=1/4 ControlFlow.finals=1/2 ControlFlow.locked=1/1 ControlFlow.loops=1/1 ControlFlow.resources=1/1 ControlFlow.nestedTry=1/3 ControlFlow.endless=0/1 ControlFlow.patterns=1/2 ControlFlow.asserted=1/1
import dev.memoize.*;
import java.io.*;
import java.util.*;

class ControlFlow {
    static final StringBuffer log = new StringBuffer();

    @Memoize static int strings(String s) {
        switch (s) { case "Aa": return 1; case "BB": return 2; default: { int n = s.length(); return n * 10; } }
    }
    @Memoize static String arrows(int n) {
        return switch (n) { case 1, 2 -> "few"; case 3 -> { String t = "thr"; yield t + "ee"; } case 1_000_000 -> "many"; default -> "?" + n; };
    }
    @Memoize static int finals(int n) {
        int r = 0;
        try { r = 10 / n; return r; } catch (ArithmeticException e) { r = -1; return r; } finally { log.append(n).append(';'); r = 99; }
    }
    @Memoize static long locked(long n) {
        synchronized (log) { synchronized (ControlFlow.class) { if (n > 5) return n; } n++; }
        return n;
    }
    @Memoize static String loops(int n, double d, String s) {
        StringBuilder b = new StringBuilder();
        outer: for (int i = 0; ; i++) {
            for (char c : s.toCharArray()) { long w = c; if (w == 'c') continue outer; if (i > n) break outer; b.append(c).append(d); }
        }
        do { n--; } while (n > 0);
        while (true) { if (n++ > 3) break; }
        return b.append(n).toString();
    }
    @Memoize static String resources(String s) throws IOException {
        try (StringReader r = new StringReader(s); BufferedReader b = new BufferedReader(r)) { return b.readLine(); }
    }
    @Memoize static String nestedTry(int n) {
        try {
            try { if (n == 0) throw new IllegalStateException("a"); return "ok" + n; }
            finally { if (n == 1) throw new UnsupportedOperationException("b"); }
        } catch (IllegalStateException | UnsupportedOperationException e) { return e.getMessage(); }
    }
    @Memoize static int endless(int n) { while (true) { if (n > 10) throw new IllegalArgumentException("over"); n++; } }
    @Memoize static String patterns(Object o) { return o instanceof String s && !s.isEmpty() ? "s" + s : o instanceof Integer i ? "i" + (i + 1) : "o"; }
    @Memoize static int asserted(int n) { assert n > 0 : "n is " + n; return n; }

    static Object[] results() throws Exception {
        String thrown = "";
        try { endless(3); } catch (IllegalArgumentException e) { thrown = e.getMessage(); }
        return new Object[] {
            strings("Aa"), strings("BB"), strings("xyz"), strings("BB"), arrows(1), arrows(3), arrows(1_000_000), arrows(7), arrows(3),
            finals(2), finals(0), finals(0), log.length() > 0, locked(1), locked(1), loops(2, 0.5, "abcd"), loops(2, 0.5, "abcd"),
            resources("l1\nl2"), resources("l1\nl2"), nestedTry(0), nestedTry(1), nestedTry(2), nestedTry(2), thrown,
            patterns("x"), patterns(1), patterns("x"), asserted(1), asserted(1)
        };
    }
}
