package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What woven code calls, seen by a recorder that counts in the place of the real one. */
class TimingAdviceTest {
    private static final String RECORDER = """
            package dev.memoize.logtime;
            public class LogSite {
                public static int starts, records;
                public static Error failure;
                static java.util.Set<String> names = new java.util.TreeSet<>();
                public static LogSite bootstrap(
                        java.lang.invoke.MethodHandles.Lookup lookup, String name, Class<?> type, String settings) {
                    names.add(name);
                    return new LogSite();
                }
                public long start() { starts++; return 42; }
                public void record(long start) { check(start == 42); }
                public Object startEvent() { starts++; return this; }
                public void recordEvent(Object start) { check(start == this); }
                static void check(boolean same) {
                    if (!same) throw new AssertionError("not what start gave");
                    records++;
                    if (failure != null) throw failure;
                }
                static String seen() {
                    String seen = starts + "/" + records + " " + String.join(",", names);
                    starts = records = 0;
                    names.clear();
                    return seen;
                }
                static void fail() { failure = new StackOverflowError("of the recorder"); }
            }
            """;

    /** The real recorder is not visible from here. */
    private static final class Isolated extends ClassLoader {
        private final Map<String, byte[]> classes = new HashMap<>();

        Isolated(Compilation... compilations) {
            super(ClassLoader.getPlatformClassLoader());
            for (Compilation compilation : compilations) {
                classes.putAll(compilation.classes);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        Object call(String className, String method, Object... arguments) throws Throwable {
            for (Method m : loadClass(className).getDeclaredMethods()) {
                if (m.getName().equals(method) && m.getParameterCount() == arguments.length) {
                    m.setAccessible(true);
                    try {
                        return m.invoke(null, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }
            }
            throw new NoSuchMethodException(method);
        }

        String seen() throws Throwable {
            return (String) call("dev.memoize.logtime.LogSite", "seen");
        }

        void failToRecord() throws Throwable {
            call("dev.memoize.logtime.LogSite", "fail");
        }
    }

    private static Isolated load(String source) {
        Compilation recorder = Compilation.of(List.of("-proc:none"), RECORDER).mustSucceed();
        return new Isolated(recorder, Compilation.woven(source));
    }

    private static final String SHAPES = """
            import dev.memoize.LogTime;
            class Shapes {
                static StringBuilder trace = new StringBuilder();
                static { trace.append(""); }
                final int[] array = new int[1];
                Shapes() {}
                @LogTime static int early(int n) {
                    if (n < 0) return -1;
                    for (int i = 0; i < 10; i++) { long square = (long) i * i; if (square > n) return i; }
                    switch (n) { case 1000: return 1; case 2000: return 2; default: return 3; }
                }
                @LogTime static long wide(long a, double b) { return a < 0 ? a : a + (long) b; }
                @LogTime static double real(float f, double d) { double sum = f + d; return sum; }
                @LogTime static float single(float f) { return f; }
                @LogTime static boolean truth(byte b, char c, short s) { return b + c + s > 0; }
                @LogTime static String text(Object o) { return o == null ? null : o.toString(); }
                @LogTime static int[][] arrays(int[]... rows) { return rows; }
                @LogTime static void nothing(int n) { if (n == 0) return; if (n == 1) return; trace.append(n); }
                @LogTime static int tryFinally(int n) {
                    try {
                        if (n == 0) return 10 / n;
                        return n;
                    } catch (ArithmeticException e) {
                        trace.append("caught ");
                        return -1;
                    } finally {
                        trace.append("finally ");
                    }
                }
                @LogTime static int catchAll(int n) {
                    try { return n / (n - 1); } catch (Throwable t) { trace.append("caught "); return -7; }
                }
                @LogTime static synchronized int locked(int n) { synchronized (trace) { if (n > 3) return n; } return -n; }
                @LogTime static int fails(int n) throws java.io.IOException { throw new java.io.IOException("mine " + n); }
                @LogTime static int forever(int n) { while (true) { if (n++ > 10) throw new IllegalStateException("" + n); } }
                @LogTime int own() { return array.length; }
                static int ofInstance() { return new Shapes().own(); }
                @LogTime(sink = LogTime.Sink.JFR) static long event(int n) { if (n < 0) throw new IllegalStateException(); return n; }
                interface Face { @LogTime default int value() { return 4; } @LogTime static int of() { return 5; } }
                static int face() { return new Face() {}.value() + Face.of(); }
                record Pair<A, B>(A a, B b) { @LogTime A first() { return a; } }
                static Object pair() { return new Pair<>("a", 2).first(); }
                enum Kind { ONE { @LogTime @Override int n() { return 1; } }; abstract int n(); }
                static int kind() { return Kind.ONE.n(); }
                @LogTime static <T extends Comparable<T>> T max(T a, T b) { return a.compareTo(b) > 0 ? a : b; }
                static int lambdas() { java.util.function.IntSupplier s = () -> early(5); return s.getAsInt(); }
                static String trace() { String t = trace.toString(); trace.setLength(0); return t; }
                static Throwable thrown;
                @LogTime static int rethrows(RuntimeException e) { try { throw e; } finally { trace.append("finally "); } }
            }
            """;

    private record Case(String method, Object expected, Object... arguments) {}

    private static final List<Case> CASES = List.of(
            new Case("early", -1, -1),
            new Case("early", 3, 5),
            new Case("early", 1, 1000),
            new Case("early", 3, 3000),
            new Case("wide", -1L, -1L, 2.0),
            new Case("wide", 3L, 1L, 2.5),
            new Case("real", 3.5, 1f, 2.5),
            new Case("single", 1.5f, 1.5f),
            new Case("truth", true, (byte) 1, 'a', (short) 3),
            new Case("text", null, new Object[] {null}),
            new Case("text", "1", 1),
            new Case("nothing", null, 0),
            new Case("nothing", null, 1),
            new Case("nothing", null, 2),
            new Case("tryFinally", -1, 0),
            new Case("tryFinally", 1, 1),
            new Case("catchAll", -7, 1),
            new Case("catchAll", 2, 2),
            new Case("locked", 4, 4),
            new Case("locked", -3, 3),
            new Case("event", 9L, 9),
            new Case("max", "b", "a", "b"));

    @Test
    void eachExecutionIsRecordedOnceAndReturnsWhatItDid() throws Throwable {
        Isolated loaded = load(SHAPES);
        for (Case c : CASES) {
            assertThat(loaded.call("Shapes", c.method, c.arguments))
                    .as(c.toString())
                    .isEqualTo(c.expected);
            assertThat(loaded.seen()).startsWith("1/1 ");
        }
        assertThat(loaded.call("Shapes", "trace")).isEqualTo("2caught finally finally caught ");
    }

    @Test
    void membersOfAllKindsAreRecordedAndConstructorsAndInitialisersAreNot() throws Throwable {
        Isolated loaded = load(SHAPES);
        assertThat(loaded.call("Shapes", "ofInstance")).isEqualTo(1);
        assertThat(loaded.seen()).isEqualTo("1/1 own");
        assertThat(loaded.call("Shapes", "face")).isEqualTo(9);
        assertThat(loaded.seen()).isEqualTo("2/2 of,value");
        assertThat(loaded.call("Shapes", "pair")).isEqualTo("a");
        assertThat(loaded.seen()).isEqualTo("1/1 first");
        assertThat(loaded.call("Shapes", "kind")).isEqualTo(1);
        assertThat(loaded.seen()).isEqualTo("1/1 n");
        assertThat(loaded.call("Shapes", "lambdas")).isEqualTo(3);
        assertThat(loaded.seen()).isEqualTo("1/1 early");
        int[] row = {1};
        assertThat(loaded.call("Shapes", "arrays", (Object) new int[][] {row})).isEqualTo(new int[][] {row});
        assertThat(loaded.seen()).isEqualTo("1/1 arrays");
    }

    @Test
    void anExceptionIsRecordedOnceAndStaysWhatItWas() throws Throwable {
        Isolated loaded = load(SHAPES);
        assertThatThrownBy(() -> loaded.call("Shapes", "fails", 1))
                .isInstanceOf(java.io.IOException.class)
                .hasMessage("mine 1");
        assertThat(loaded.seen()).isEqualTo("1/1 fails");
        assertThatThrownBy(() -> loaded.call("Shapes", "forever", 1)).hasMessage("12");
        assertThat(loaded.seen()).isEqualTo("1/1 forever");
        assertThatThrownBy(() -> loaded.call("Shapes", "event", -1)).isInstanceOf(IllegalStateException.class);
        assertThat(loaded.seen()).isEqualTo("1/1 event");
        RuntimeException mine = new RuntimeException();
        assertThatThrownBy(() -> loaded.call("Shapes", "rethrows", mine)).isSameAs(mine);
        assertThat(loaded.seen()).isEqualTo("1/1 rethrows");
    }

    @Test
    void aRecorderThatFailsChangesNothing() throws Throwable {
        Isolated loaded = load(SHAPES);
        loaded.failToRecord();
        for (Case c : CASES) {
            assertThat(loaded.call("Shapes", c.method, c.arguments))
                    .as(c.toString())
                    .isEqualTo(c.expected);
            assertThat(loaded.seen()).startsWith("1/1 ");
        }
        assertThat(loaded.call("Shapes", "trace")).isEqualTo("2caught finally finally caught ");
        RuntimeException mine = new RuntimeException();
        assertThatThrownBy(() -> loaded.call("Shapes", "rethrows", mine)).isSameAs(mine);
        assertThat(mine.getSuppressed()).isEmpty();
    }
}
