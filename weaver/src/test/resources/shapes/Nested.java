// counts: Nested$Stat.f=1/1 Nested$Inner.f=1/1 Nested$Inner$Deeper.f=1/1 Nested$1Local.f=1/1 Nested$1.f=0/1 Nested$1.applyAsInt=1/1 Nested$2.f=1/1 Nested$Stat$InIface.f=1/1 Nested.secret=2/1
import dev.memoize.*;
import java.util.*;
import java.util.function.*;

class Nested {
    static final List<Object> keep = new ArrayList<>();
    private final int base = 40;

    @Memoize private int secret(int n) { return base + n; }

    static class Stat {
        @Memoize static int f(int n) { return n + 1; }
        interface InIface { @Memoize static int f(int n) { return n + 5; } }
    }

    class Inner {
        @Memoize int f(int n) { return base + n + secret(n); }
        class Deeper { @Memoize int f(int n) { return base - n + secret(n); } }
    }

    Object[] run() {
        int captured = base * 2;
        class Local { @Memoize int f(int n) { return captured + n; } }
        IntUnaryOperator anonymous = new IntUnaryOperator() {
            @Override @Memoize public int applyAsInt(int n) { return f(n); }
            @Memoize int f(int n) { return captured * n; }
        };
        Supplier<IntUnaryOperator> inLambda = () -> new IntUnaryOperator() {
            @Override public int applyAsInt(int n) { return f(n); }
            @Memoize private int f(int n) { return captured / n; }
        };
        IntUnaryOperator second = inLambda.get();
        Inner inner = new Inner();
        Inner.Deeper deeper = inner.new Deeper();
        Local local = new Local();
        keep.addAll(List.of(this, inner, deeper, local, anonymous, second));
        return new Object[] {
            Stat.f(1), Stat.f(1), Stat.InIface.f(1), Stat.InIface.f(1), inner.f(2), inner.f(2), deeper.f(2), deeper.f(2),
            local.f(4), local.f(4), anonymous.applyAsInt(5), anonymous.applyAsInt(5), second.applyAsInt(6),
            second.applyAsInt(6), secret(2)
        };
    }

    static Object[] results() { return new Nested().run(); }
}
