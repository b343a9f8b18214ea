// counts: LocalTypes$1E.f=1/1 LocalTypes$1I.g=1/1 LocalTypes$1R.h=1/1 LocalTypes$1C.k=1/1 LocalTypes$1C$1.run=1/1
import dev.memoize.*;
import java.util.*;
import java.util.concurrent.Callable;

class LocalTypes {
    static final List<Object> keep = new ArrayList<>();
    static Object[] results() throws Exception {
        enum E { A, B; @Memoize int f(int n) { return ordinal() + n; } }
        interface I { @Memoize default int g() { return 2; } }
        record R(String s) implements I { @Memoize String h(String t) { return s + t; } }
        int captured = 11;
        class C {
            final int own;
            C(int own) { this.own = own; }
            @Memoize Callable<Integer> k(int n) { return new Callable<Integer>() { @Override public Integer call() { return run(n); } @Memoize Integer run(int m) { return m + captured + own; } }; }
        }
        R r = new R("r");
        C c = new C(4);
        Callable<Integer> callable = c.k(1);
        keep.addAll(List.of(r, c, callable));
        return new Object[] {E.B.f(1), E.B.f(1), r.g(), r.g(), r.h("t"), r.h("t"), callable.call(), c.k(1).call()};
    }
}
