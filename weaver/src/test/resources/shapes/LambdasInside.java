// counts: LambdasInside.total=1/1 LambdasInside.sorted=1/1 LambdasInside.later=1/1 LambdasInside.curried=1/1 LambdasInside.fib=76/21 LambdasInside.ref=2/1
import dev.memoize.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

class LambdasInside {
    static final List<Object> keep = new ArrayList<>();
    private final int factor = 3;

    @Memoize int total(int n) { return IntStream.rangeClosed(1, n).map(i -> i * factor).map(this::plus).sum(); }
    private int plus(int i) { return i + 1; }
    @Memoize static List<String> sorted(List<String> in) {
        return in.stream().sorted(Comparator.comparing(String::length).thenComparing(Function.identity())).collect(Collectors.toList());
    }
    @Memoize Supplier<String> later(String s) { Runnable r = () -> { String t = s; }; r.run(); return () -> s + factor; }
    @Memoize static IntFunction<IntUnaryOperator> curried(int a) { return b -> c -> a * b + c; }
    @Memoize static long fib(int n) {
        IntToLongFunction again = LambdasInside::fib;
        return n < 2 ? n : again.applyAsLong(n - 1) + ((IntToLongFunction) k -> fib(k)).applyAsLong(n - 2);
    }
    @Memoize String ref(String s) { return s.strip(); }

    static Object[] results() {
        LambdasInside it = new LambdasInside();
        keep.add(it);
        UnaryOperator<String> bound = it::ref;
        BiFunction<LambdasInside, String, String> unbound = LambdasInside::ref;
        long sum = 0;
        for (int i = 0; i < 59; i++) sum += fib(20);
        return new Object[] {
            it.total(4), it.total(4), sorted(List.of("bb", "a", "ab")), sorted(List.of("bb", "a", "ab")), it.later("x").get(),
            it.later("x").get(), curried(2).apply(3).applyAsInt(4), curried(2).apply(3).applyAsInt(5), sum,
            bound.apply(" y "), unbound.apply(it, " y "), it.ref(" y ")
        };
    }
}
