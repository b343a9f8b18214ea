import dev.memoize.Memoize;
import java.io.InputStream;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.*;

class Results {
    enum Kind { SORTED, EMPTY, OTHER }

    @Memoize
    static int[] array(int n) {
        return new int[n];
    }

    @Memoize
    static ArrayList<Integer> declared(int n) {
        return new ArrayList<>(n);
    }

    @Memoize
    static HashMap<String, Integer> declaredMap(int n) {
        return new HashMap<>(n);
    }

    @Memoize
    static Date date(long n) {
        return new Date(n);
    }

    @Memoize
    static StringBuilder builder(int n) {
        return new StringBuilder(n);
    }

    @Memoize
    static List<Integer> made(int n) {
        return new ArrayList<>(n);
    }

    @Memoize
    static List<Integer> filled(int n) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            list.add(i);
        }
        if (n > 100) {
            return List.of();
        }
        return list;
    }

    @Memoize
    static Collection<Integer> chosen(int n, Kind kind) {
        return switch (kind) {
            case EMPTY -> List.of();
            case SORTED -> n > 3 ? (new TreeSet<>(Set.of(n))) : Set.of(n);
            default -> Set.of();
        };
    }

    @Memoize
    static List<Integer> collected(int n) {
        return IntStream.range(0, n).boxed().collect(Collectors.toList());
    }

    @Memoize
    static Map<Integer, List<Integer>> grouped(int n) {
        Map<Integer, List<Integer>> groups = IntStream.range(0, n).boxed().collect(Collectors.groupingBy(i -> i % 3));
        return groups;
    }

    @Memoize
    static List<String> asList(String s) {
        return Arrays.asList(s.split(","));
    }

    @Memoize
    static Map<String, Integer> anonymous(String s) {
        return new HashMap<>() {
            {
                put(s, 1);
            }
        };
    }

    @Memoize
    static Object object(String s) {
        return new StringBuilder(s);
    }

    @Memoize
    static Stream<Integer> stream(int n) {
        return Stream.of(n);
    }

    @Memoize
    static IntStream ints(int n) {
        return IntStream.range(0, n);
    }

    @Memoize
    static Iterator<Integer> iterator(int n) {
        return List.of(n).iterator();
    }

    @Memoize
    static InputStream input(String s) {
        return InputStream.nullInputStream();
    }

    @Memoize
    static Void nothing(String s) {
        return s.isEmpty() ? null : null;
    }

    @Memoize
    static CompletableFuture<String> later(String s) {
        return CompletableFuture.supplyAsync(() -> s);
    }

    // Nothing below is worth a word.

    @Memoize(maxSize = 0)
    static Stream<Integer> countedOnly(int n) {
        return Stream.of(n);
    }

    @Memoize
    static List<Integer> copied(int n) {
        List<Integer> list = new ArrayList<>();
        list.add(n);
        return List.copyOf(list);
    }

    @Memoize
    static Map<Integer, Integer> wrapped(int n) {
        Map<Integer, Integer> map = new TreeMap<>();
        map.put(n, n);
        return Collections.unmodifiableMap(map);
    }

    @Memoize
    static List<Integer> toList(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    @Memoize
    static Set<Integer> unmodifiable(int n) {
        return IntStream.range(0, n).boxed().collect(Collectors.toUnmodifiableSet());
    }

    @Memoize
    static List<Integer> thenCopied(int n) {
        return IntStream.range(0, n).boxed().collect(Collectors.collectingAndThen(Collectors.toList(), List::copyOf));
    }

    @Memoize
    static String joined(int n) {
        StringBuilder text = new StringBuilder();
        text.append(n);
        return text.toString();
    }

    @Memoize
    static List<Integer> inLambda(int n) {
        Callable<List<Integer>> lists = () -> {
            return new ArrayList<>();
        };
        return List.of(lists.hashCode(), n);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static AtomicLong counterOf(String name) {
        return new AtomicLong(name.length());
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static ConcurrentMap<String, String> tableOf(String tenant) {
        return new ConcurrentHashMap<>(Map.of("tenant", tenant));
    }

    @Memoize
    static <T extends Comparable<T>> Optional<T> largest(List<T> list) {
        return list.stream().max(Comparator.naturalOrder());
    }
}
