// counts: Supers$A.f=1/3 Supers$B.f=1/2 Supers$C.f=1/1 Supers$A.g=2/1 Supers$Over.h=1/1
import dev.memoize.*;
import java.util.*;

class Supers {
    static final List<Object> keep = new ArrayList<>();
    static class A {
        @Memoize int f(int n) { return n; }
        @Memoize protected int g(int n) { return n * 7; }
    }
    static class B extends A { @Override @Memoize int f(int n) { return 10 * super.f(n); } }
    static class C extends B { @Override @Memoize int f(int n) { return 100 * super.f(n) + super.g(n) + g(n); } }
    static abstract class Plain { abstract int h(int n); }
    static class Over extends Plain { @Override @Memoize int h(int n) { return n + 1; } }

    static Object[] results() {
        A a = new A(), b = new B(), c = new C();
        Plain p = new Over();
        keep.addAll(List.of(a, b, c, p));
        return new Object[] {a.f(1), a.f(1), b.f(1), b.f(1), c.f(1), c.f(1), c.g(1), p.h(1), p.h(1)};
    }
}
