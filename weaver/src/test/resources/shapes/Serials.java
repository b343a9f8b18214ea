// counts: Serials$Default.f=1/1 Serials$Default.g=1/1 Serials$Declared.f=1/1 Serials$Rec.f=1/1 Serials$Kind.f=1/1 Serials$Hidden.f=1/1 Serials$Hidden.open=0/0 Serials$Mixed.f=1/1 Serials$Mixed.s=0/0
import dev.memoize.*;
import java.io.*;
import java.util.*;

/** Their serialVersionUIDs are compared as the surface of the class. */
class Serials {
    static final List<Object> keep = new ArrayList<>();
    static class Default implements Serializable {
        int state = 3;
        @Memoize public int f(int n) { return n + state; }
        @Memoize int g(String s) { return s.length(); }
    }
    static class Declared implements Serializable {
        private static final long serialVersionUID = 42;
        @Memoize public synchronized int f(int n) { return n; }
    }
    record Rec(int n) implements Serializable { @Memoize public synchronized int f() { return n; } }
    enum Kind { A; @Memoize public synchronized int f() { return ordinal(); } }
    static class Hidden implements Serializable {
        @Memoize private synchronized int f(int n) { return n; }
        @Memoize static int open(int n) { return n; }
    }
    static class Mixed implements Serializable, Comparable<Mixed> {
        static { keep.size(); }
        protected int[] data = {1};
        private transient String gone = "gone";
        protected Mixed() {}
        @Memoize public synchronized int f(int n) { return n + data[0]; }
        @Memoize protected static synchronized String s(long n) { return "" + n; }
        @Override public int compareTo(Mixed o) { return 0; }
    }

    static Object[] results() throws Exception {
        Default d = new Default();
        Declared e = new Declared();
        Rec r = new Rec(4);
        Hidden h = new Hidden();
        Mixed m = new Mixed();
        keep.addAll(List.of(d, e, r, h, m));
        Object[] out = {d.f(1), d.f(1), d.g("x"), d.g("x"), e.f(1), e.f(1), r.f(), r.f(), Kind.A.f(), Kind.A.f(), h.f(1), h.f(1), m.f(1), m.f(1), size(d), size(m), size(r)};
        return out;
    }
    static int size(Object o) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) { out.writeObject(o); }
        return Arrays.hashCode(bytes.toByteArray());
    }
}
