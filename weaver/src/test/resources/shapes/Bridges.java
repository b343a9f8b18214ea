// counts: Bridges$Base.make=0/1 Bridges$Sub.make=2/1 Bridges$Typed.map=2/1 Bridges$Sub.compareTo=2/1
import dev.memoize.*;
import java.util.*;

class Bridges {
    static final List<Object> keep = new ArrayList<>();

    static class Base { @Memoize Number make(int n) { return n; } }

    static class Sub extends Base implements Comparable<Sub>, java.util.concurrent.Callable<String> {
        @Override @Memoize Integer make(int n) { return super.make(n).intValue() + 1; }
        @Override @Memoize public int compareTo(Sub other) { return other == this ? 0 : 1; }
        @Override public String call() { return "called"; }
    }

    interface Mapper<A, B> { B map(A a); }

    static class Typed implements Mapper<String, Integer> {
        @Override @Memoize public Integer map(String s) { return s.length(); }
    }

    static Object[] results() {
        Sub sub = new Sub();
        Base base = sub;
        Comparable<Sub> comparable = sub;
        Typed typed = new Typed();
        Mapper<String, Integer> mapper = typed;
        keep.addAll(List.of(sub, typed));
        return new Object[] {
            base.make(1), sub.make(1), base.make(1), mapper.map("abc"), typed.map("abc"), mapper.map("abc"),
            comparable.compareTo(sub), sub.compareTo(sub), comparable.compareTo(sub)
        };
    }
}
