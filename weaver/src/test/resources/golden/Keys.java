import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.io.InputStream;
import java.sql.Connection;
import java.util.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.*;
import java.util.regex.Pattern;

class Keys {
    static final class Plain {
        final int n;

        Plain(int n) {
            this.n = n;
        }
    }

    static final class Valued {
        final int n = 1;

        @Override
        public boolean equals(Object other) {
            return other instanceof Valued;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static final class Unit {
        static final Unit METRE = new Unit(1);
        final int length;

        private Unit(int length) {
            this.length = length;
        }
    }

    abstract static class Shape {}

    record Circle(double radius) {}

    interface Priced {
        int price();
    }

    static final class Node {
        final Node left = null;
        final int value = 1;
    }

    @Memoize
    static int plain(Plain plain) {
        return plain.n;
    }

    @Memoize
    static int plains(Plain... plains) {
        return plains.length;
    }

    @Memoize
    static boolean matches(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }

    @Memoize
    static int function(Supplier<Integer> supplier) {
        return supplier.get();
    }

    @Memoize
    static int builder(StringBuilder text) {
        return text.length();
    }

    @Memoize
    static int counter(AtomicInteger n) {
        return n.get();
    }

    @Memoize
    static int arrayList(ArrayList<Integer> list) {
        return list.size();
    }

    @Memoize
    static long date(Date date) {
        return date.getTime();
    }

    @Memoize
    static int read(InputStream in) throws java.io.IOException {
        return in.read();
    }

    @Memoize
    static int query(Connection connection, String id) throws java.sql.SQLException {
        return connection.prepareStatement(id).executeUpdate();
    }

    @Memoize
    static int unused(int n, String hint) {
        return n;
    }

    private int callers = neverHits(new Plain(1)) + neverHits((new Plain(2))) + sometimes(new Plain(3));

    @Memoize
    private static int neverHits(Plain plain) {
        return plain.n;
    }

    @Memoize
    private static int sometimes(Plain plain) {
        return plain.n;
    }

    static int pass(Plain plain) {
        return sometimes(plain);
    }

    @Memoize
    private static int referenced(Plain plain) {
        return plain.n;
    }

    static ToIntFunction<Plain> reference() {
        referenced(new Plain(1));
        return Keys::referenced;
    }

    @Memoize
    private static <T extends Plain> int bounded(T plain) {
        return plain.n;
    }

    // Nothing below is worth a word.

    @Memoize
    static int ignored(@Memoize.Ignore Plain plain, @Memoize.Ignore Supplier<Integer> supplier, int n) {
        return plain.n + supplier.get() + n;
    }

    @Memoize
    static int values(Valued a, Circle b, Thread.State c, String d, Integer e, Unit f) {
        return a.n + (int) b.radius() + c.ordinal() + d.length() + e + f.length;
    }

    @Memoize
    static int open(Shape shape, Priced priced, Object object, CharSequence text, Number n, Class<?> type) {
        return shape.hashCode() + priced.price() + object.hashCode() + text.length() + n.intValue() + type.hashCode();
    }

    @Memoize
    static int depth(Node node) {
        return node == null ? 0 : 1 + depth(node.left);
    }

    @Memoize
    static int collections(List<Integer> a, Set<String> b, Map<String, Integer> c, int[] d, String... e) {
        return a.size() + b.size() + c.size() + d.length + e.length;
    }

    @Memoize
    static String load(String key, long version, int cacheEpoch, Object _bust) {
        return key;
    }

    @Memoize
    static boolean hook(String text) {
        return true;
    }

    @Memoize
    static java.util.concurrent.locks.Lock lockOf(String name) {
        return new java.util.concurrent.locks.ReentrantLock();
    }

    @Memoize
    static Supplier<String> captured(String inLambda, String inClass) {
        return new Supplier<>() {
            Supplier<String> other = () -> inLambda;

            @Override
            public String get() {
                return inClass + other.get();
            }
        };
    }

    @Memoize(scope = Scope.CLASS)
    int receiver(int n) {
        return n;
    }

    @Memoize
    static <T, K extends Comparable<K>, E extends Enum<E>> int generic(T t, K k, E e) {
        return Objects.hash(t, k, e);
    }
}
