// counts: Records$Point.norm=1/2 Records$Point.x=1/1 Records$Point.origin=1/1 Records$Pair.swap=1/1 Records$1Local.twice=1/1 Records.sum=1/1
import dev.memoize.*;
import java.util.*;

class Records {
    static final List<Object> keep = new ArrayList<>();

    record Point(int x, int y) {
        Point { if (x < -100) throw new IllegalArgumentException(); }
        @Memoize double norm() { return Math.sqrt(x * x + y * y); }
        @Override @Memoize public int x() { return x; }
        @Memoize static Point origin() { return new Point(0, 0); }
    }

    record Pair<A, B>(A first, B second) {
        @Memoize Pair<B, A> swap() { return new Pair<>(second, first); }
    }

    @Memoize static int sum(Point p, Point... more) { int s = p.x; for (Point q : more) s += q.y; return s; }

    static Object[] results() {
        record Local(int n) { @Memoize int twice() { return 2 * n; } }
        Point p = new Point(3, 4);
        Point same = new Point(3, 4);
        Pair<String, Integer> pair = new Pair<>("a", 1);
        Local local = new Local(9);
        keep.addAll(List.of(p, same, pair, local));
        return new Object[] {
            p.norm(), p.norm(), same.norm(), p.x(), p.x(), Point.origin(), Point.origin(), pair.swap(), pair.swap(),
            local.twice(), local.twice(), sum(p, same), sum(same, p), p.equals(same), p.hashCode() == same.hashCode(), p.toString()
        };
    }
}
