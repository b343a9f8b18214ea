// counts: Timed.outer=1/1 Timed.inner=1/2 Timed.event=1/1 Timed$Grows.grow=0/5 Timed.longs=1/1
import dev.memoize.*;
import java.util.*;

class Timed {
    static final List<Object> keep = new ArrayList<>();
    static int runs;

    @LogTime @Memoize static int outer(int n) { runs++; return n; }
    @Memoize @LogTime static String inner(String s) { if (s.isEmpty()) { return "none"; } return s + s; }
    @Memoize @LogTime(sink = LogTime.Sink.JFR) double event(double d) { try { return d / 2; } finally { runs++; } }
    @LogTime(sink = LogTime.Sink.JFR) @Memoize long longs(long a, int b, double c) { long t = a; double u = c; return (long) (t + b + u); }
    @LogTime static void nothing(int n) { if (n > 3) return; runs += n; }
    @LogTime(sink = LogTime.Sink.JFR) static void many(int n) {
        switch (n) { case 0: return; case 1: runs++; return; default: }
        for (int i = 0; i < n; i++) { synchronized (keep) { if (i == 2) return; } }
        throw new IllegalStateException("many " + n);
    }
    @LogTime static boolean flag(boolean b) { return b; }
    @LogTime synchronized byte[] bytes(byte... b) { return b; }
    @LogTime default0 kind() { return new default0(); }
    static class default0 { @Override public String toString() { return "kind"; } }
    interface Grows { @Memoize @LogTime default int grow(int n) { return n == 0 ? 0 : 1 + grow(n - 1); } }

    static Object[] results() {
        Timed it = new Timed();
        Grows grows = new Grows() {};
        keep.addAll(List.of(it, grows));
        String thrown = "";
        try { many(2); } catch (IllegalStateException e) { thrown = e.getMessage(); }
        many(0); many(1); many(5);
        nothing(1); nothing(5);
        return new Object[] {
            outer(1), outer(1), inner(""), inner("x"), inner("x"), it.event(3), it.event(3), it.longs(1, 2, 3.5), it.longs(1, 2, 3.5),
            thrown, flag(true), it.bytes((byte) 1), it.kind().toString(), grows.grow(4)
        };
    }
}
