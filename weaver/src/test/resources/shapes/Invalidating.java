// javac: -parameters
// counts: Invalidating.read=0/5 Invalidating.other=1/2 Invalidating.kept=1/2
import dev.memoize.*;
import java.util.*;

class Invalidating {
    static final List<Object> keep = new ArrayList<>();
    static int written;

    record Item(int id, List<String> names) { boolean isOld() { return id < 3; } }

    @Memoize(tags = {"all", "n:{n}"}) static int read(int n) { return n + written; }
    @Memoize(tags = "old:{item.old}:{item.id}") static String other(Item item) { return item.names() + "!"; }
    @Memoize(scope = Scope.CLASS) long kept(long a, double b) { return (long) (a + b); }

    @Invalidates(tags = "n:{n}") static void nothing(int n) { if (n > 3) return; written += n; }
    @Invalidates(tags = "all", onException = true) static void many(int n) {
        switch (n) { case 0: return; case 1: written++; return; default: }
        for (int i = 0; i < n; i++) { synchronized (keep) { if (i == 2) return; } }
        throw new IllegalStateException("many " + n);
    }
    @Invalidates(tags = "n:{1}", onException = true) long reassigned(long a, int b, double c, boolean d) {
        long t = a; a = 0; b = -1; c = 1; try { return t / b; } catch (ArithmeticException e) { return 0; } finally { t += a; }
    }
    @Invalidates(method = "kept", args = {"a", "b"}) @LogTime synchronized double exact(double b, byte[] bytes, long a) { return a + b; }
    @Invalidates(method = "other") @Invalidates(tags = {"x", "y"}) private static Item[] arrays(Item item, String... more) { return new Item[] {item}; }
    @Invalidates(tags = "all") static boolean flag(boolean b) { return b; }
    @LogTime(sink = LogTime.Sink.JFR) @Invalidates(tags = "all", onException = true) static float both(float f, char c, short s, byte b) {
        while (true) { if (f > 3) return f; f *= 2; if (c == 'x') throw new IllegalArgumentException("x"); }
    }
    @Invalidates(tags = "all", onException = true) static int throwsOnly() { throw new UnsupportedOperationException("only"); }
    interface Writes<T> { @Invalidates(tags = "all") default T write(T t) { Runnable r = () -> keep.add(t); r.run(); return t; } }

    @Override public int hashCode() { return 1; }
    @Override public boolean equals(Object o) { return o instanceof Invalidating; }

    static String thrown(Runnable r) { try { r.run(); return "none"; } catch (RuntimeException e) { return e.getMessage(); } }

    static Object[] results() {
        Invalidating it = new Invalidating();
        Item item = new Item(1, List.of("a"));
        List<Object> all = new ArrayList<>();
        all.add(read(1)); nothing(1); all.add(read(1)); many(5); all.add(read(1));
        all.add(thrown(() -> many(2))); all.add(read(1));
        all.add(it.reassigned(6, 1, 2.5, true)); all.add(read(1));
        all.add(other(item)); all.add(other(item)); all.add(arrays(item).length); all.add(other(item));
        all.add(it.kept(1, 2.5)); all.add(it.kept(1, 2.5)); all.add(it.exact(2.5, null, 1)); all.add(it.kept(1, 2.5));
        nothing(5); many(0); many(1);
        all.add(flag(true)); all.add(both(1, 'a', (short) 1, (byte) 2)); all.add(thrown(() -> both(1, 'x', (short) 1, (byte) 2)));
        all.add(thrown(Invalidating::throwsOnly)); all.add(new Writes<String>() {}.write("w"));
        return all.toArray();
    }
}
