// javac: --release 8 -Xlint:-options
// counts: Java8.f=1/1 Java8$In.g=1/1 Java8$In.secret=1/2 Java8$E$1.h=1/1 Java8$I.d=1/1 Java8$I.s=1/1 Java8.lam=1/1 Java8.text=1/2 Java8.count=2/1
import dev.memoize.*;
import java.util.*;
import java.util.function.*;

class Java8 {
    static final List<Object> keep = new ArrayList<>();
    @Memoize private int f(int n) { In in = new In(); keep.add(in); return n + in.secret(n); }
    class In {
        @Memoize int g(int n) { return f(n) + f(n); }
        @Memoize private int secret(int n) { return n; }
        int twice(int n) { return secret(n) + secret(n); }
    }
    enum E { A { @Override @Memoize int h(int n) { return n; } }; abstract int h(int n); }
    interface I { @Memoize default int d() { return 1; } @Memoize static int s(long a, double b) { return (int) (a + b); } }
    @Memoize static Supplier<String> lam(String s) { return () -> s + "!"; }
    @Memoize static String text(Object o) { switch (String.valueOf(o)) { case "a": return "A" + o; default: return "?"; } }
    @Memoize private static int count() { return 3; }

    static Object[] results() {
        Java8 it = new Java8();
        In in = it.new In();
        I i = new I() {};
        Runnable viaAccessor = new Runnable() { public void run() { count(); count(); } };
        viaAccessor.run();
        keep.addAll(Arrays.asList(it, in, i));
        return new Object[] {in.g(1), in.g(1), in.twice(4), E.A.h(2), E.A.h(2), i.d(), i.d(), I.s(1, 2), I.s(1, 2), lam("x").get(), lam("x").get(), text("a"), text("b"), text("a"), count()};
    }
}
