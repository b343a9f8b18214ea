// counts: Generics.max=1/1 Generics.firstOf=1/1 Generics.both=1/1 Generics.wild=1/1 Generics$Box.map=1/1 Generics$Box.self=1/1 Generics.array=1/1 Generics.cast=1/1
import dev.memoize.*;
import java.io.Serializable;
import java.util.*;
import java.util.function.*;

class Generics {
    static final List<Object> keep = new ArrayList<>();

    @Memoize static <T extends Comparable<? super T>> T max(T a, T b) { return a.compareTo(b) > 0 ? a : b; }
    @Memoize static <K, V extends Number & Serializable> V firstOf(Map<? super K, ? extends V> map, K key) { return map.get(key); }
    @Memoize static <T extends CharSequence & Comparable<T>> int both(T t) { return t.length() + t.compareTo(t); }
    @Memoize static List<? extends Number> wild(Collection<? super Integer> in) { return List.of(in.size()); }
    @Memoize static <T> T[] array(T[] in) { return in.clone(); }
    @SuppressWarnings("unchecked") @Memoize static <T> T cast(Object o) { return (T) o; }

    static class Box<T> {
        final T value;
        Box(T value) { this.value = value; }
        @Memoize <R> Box<R> map(Function<? super T, ? extends R> f) { return new Box<>(f.apply(value)); }
        @Memoize Box<T> self() { return this; }
    }

    static Object[] results() {
        Box<String> box = new Box<>("abc");
        Function<String, Integer> length = String::length;
        keep.add(box);
        Box<Integer> mapped = box.map(length);
        return new Object[] {
            max("a", "b"), max("a", "b"), firstOf(Map.of("k", 1), "k"), firstOf(Map.of("k", 1), "k"), both("x"), both("x"),
            wild(List.of(1, 2)), wild(List.of(1, 2)), mapped.value, mapped.value.equals(box.map(length).value),
            box.self() == box, box.self() == box, array(new String[] {"q"}), array(new String[] {"q"})[0],
            (String) cast("z"), Generics.<String>cast("z")
        };
    }
}
