// counts: DeepNesting$A$B$C$D.f=1/1 DeepNesting$A$B$C$D$1.get=1/1 DeepNesting$A$B$C$D$1$1.get=1/1
import dev.memoize.*;
import java.util.*;
import java.util.function.*;

class DeepNesting {
    static final List<Object> keep = new ArrayList<>();
    private int top = 1;
    class A { private int a = 2; class B { private int b = 3; class C { class D {
        @Memoize private int f(int n) { return top + a + b + n; }
        Supplier<Integer> outer(int n) {
            Supplier<Integer> s = new Supplier<Integer>() {
                Supplier<Integer> inner = new Supplier<Integer>() { @Override @Memoize public Integer get() { return f(n) + top; } };
                @Override @Memoize public Integer get() { return inner.get() + inner.get(); }
            };
            keep.add(s);
            return s;
        }
    } } } }

    static Object[] results() {
        A.B.C.D d = new DeepNesting().new A().new B().new C().new D();
        keep.add(d);
        Supplier<Integer> s = d.outer(5);
        return new Object[] {s.get(), s.get(), d.f(5)};
    }
}
