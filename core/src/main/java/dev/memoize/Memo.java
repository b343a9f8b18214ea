package dev.memoize;

import static java.util.stream.Collectors.joining;

import dev.memoize.memo.Counts;
import dev.memoize.memo.Memoized;
import dev.memoize.memo.Settings;
import dev.memoize.memo.Sneaky;
import dev.memoize.memo.Work;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.TierInfo;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a memo: its statistics, its parameters, and ways to change what it remembers.
 *
 * <p>{@code Memo.of(Fib::fib)} gives the handle of a woven method, found through the method reference.
 * {@code Memo.of(service::price)} is the cache of that one instance, {@code Memo.of(Service::price)} the sum over all
 * instances, with the instance as the first argument. Where a name is overloaded or takes varargs, say the number of
 * arguments ({@link #of1}, {@link #of2}, …, the instance counted) and assign the result to a variable with its types,
 * or pass a {@link Method}.
 *
 * <p>{@code Memo.lru(32, fn)} and {@link #builder()} memoize a function without weaving.
 *
 * <p>Every attribute of a woven method but {@code scope} and {@code tags} can be overridden without recompiling, in the
 * system properties or in a file {@code memoize.properties} on the class path:
 * {@code memoize.com.acme.Prices.price.maxSize=1000}. {@code memoize.enabled=false} makes every memo run its body. An
 * unknown key or a bad value is a {@link dev.memoize.spi.ConfigurationError} at the first call.
 *
 * <p>Handles are thread-safe. They hold the instance they were bound to, and nothing else.
 */
public abstract class Memo {
    static final Object[] NO_ARGUMENTS = {};
    private static final Object ABSENT = new Object();

    /** How many results are stored at once. */
    private static final int PART = 1000;

    private final Memoized target;
    private final Object[] receiver;

    /** @param receiver what goes before the arguments: the bound instance where it is part of the key, or nothing */
    Memo(Memoized target, Object[] receiver) {
        this.target = target;
        this.receiver = receiver;
    }

    final Memoized target() {
        return target;
    }

    /** One consistent reading of the statistics. */
    public final CacheInfo cacheInfo() {
        Counts c = target.counts();
        return new CacheInfo(c.hits(), c.misses(), c.maxSize(), c.currSize());
    }

    /** What the memo did so far, in more detail than {@link #cacheInfo()}. */
    public final CacheStats stats() {
        Counts c = target.counts();
        Work w = target.work();
        return new CacheStats(
                c.hits(),
                c.misses(),
                w.loads(),
                w.loadFailures(),
                w.refreshes(),
                w.refreshFailures(),
                w.evictions(),
                w.expirations(),
                w.currWeight());
    }

    /** What the second tier did for this method in this process; {@code null} if it has none. */
    public final @Nullable TierInfo tierInfo() {
        RemoteMemo remote = target.method().remote();
        return remote == null ? null : remote.info();
    }

    /**
     * Forgets every result and zeroes the statistics. A computation under way returns to its callers and is not stored.
     */
    public final void cacheClear() {
        target.clear();
    }

    /** How this memo is configured now. */
    public final CacheParameters cacheParameters() {
        Settings s = target.method().settings();
        return new CacheParameters(
                target.counts().maxSize(),
                s.typed(),
                duration(s.ttlNanos()),
                s.jitter(),
                duration(s.accessNanos()),
                duration(s.refreshNanos()),
                duration(s.staleNanos()),
                target.method().maxWeight(),
                s.singleFlight(),
                s.perClass() ? Scope.CLASS : Scope.INSTANCE,
                Eviction.valueOf(s.eviction().name()),
                s.deepRecursion(),
                s.tier().isEmpty() ? null : s.tier(),
                s.version().isEmpty() ? null : s.version(),
                s.tags().stream().map(Object::toString).collect(Collectors.toUnmodifiableList()),
                s.record().isEmpty() ? null : s.record());
    }

    private static @Nullable Duration duration(long nanos) {
        return nanos == 0 ? null : Duration.ofNanos(nanos);
    }

    /**
     * Changes how many results are kept, evicting at once what is too much. 0 stores nothing; {@link Memoize#UNBOUNDED}
     * keeps all.
     */
    public final void resize(int maxSize) {
        target.resize(maxSize);
    }

    /** What is memoized: class, method and descriptor, or the name given to a builder. */
    @Override
    public final String toString() {
        return "Memo[" + target.method() + "]";
    }

    final @Nullable Object stored(Object[] arguments) {
        Object found = target.peek(full(arguments), ABSENT);
        return found == ABSENT ? null : found;
    }

    final void store(Object[] arguments, @Nullable Object result) {
        target.put(full(arguments), result);
    }

    final void storeAll(Map<?, ?> results, Function<Object, Object[]> toArguments, IntConsumer progress) {
        List<Object[]> arguments = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        int stored = 0;
        for (Map.Entry<?, ?> each : results.entrySet()) {
            arguments.add(full(toArguments.apply(each.getKey())));
            values.add(each.getValue());
            if (arguments.size() == PART) {
                target.putAll(arguments, values);
                stored += PART;
                progress.accept(stored);
                arguments.clear();
                values.clear();
            }
        }
        if (!arguments.isEmpty()) {
            target.putAll(arguments, values);
            progress.accept(stored + arguments.size());
        }
    }

    static Object[] checked(Object[] arguments, int arity) {
        if (arguments.length != arity) {
            throw new IllegalArgumentException("got " + arguments.length + " arguments; this memo takes " + arity);
        }
        return arguments;
    }

    /** Brings what the second tier has of these into the heap. */
    final void fetch(List<Object[]> arguments) {
        List<Object[]> all = new ArrayList<>(arguments.size());
        arguments.forEach(a -> all.add(full(a)));
        target.fetch(all);
    }

    final boolean drop(Object[] arguments) {
        return target.invalidate(full(arguments));
    }

    final int dropIf(Predicate<Object[]> condition) {
        if (receiver.length == 0) {
            return target.invalidateIf(condition);
        }
        return target.invalidateIf(all -> {
            Object[] arguments = new Object[all.length - 1];
            System.arraycopy(all, 1, arguments, 0, arguments.length);
            return receiver[0].equals(all[0]) && condition.test(arguments);
        });
    }

    private Object[] full(Object[] arguments) {
        if (receiver.length == 0) {
            return arguments;
        }
        Object[] all = new Object[arguments.length + 1];
        all[0] = receiver[0];
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    static RuntimeException rethrow(Throwable t) {
        throw Sneaky.<RuntimeException>uncheck(t);
    }

    /** A memo of a function with the {@code maxSize} results used last, {@code lru_cache(maxsize)(fn)}. */
    public static <A, R> Memo1<A, R> lru(int maxSize, Function<A, R> fn) {
        return builder().maxSize(maxSize).function(fn);
    }

    /** As {@link #lru(int, Function)}, for two arguments. */
    public static <A, B, R> Memo2<A, B, R> lru(int maxSize, BiFunction<A, B, R> fn) {
        return builder().maxSize(maxSize).biFunction(fn);
    }

    /** A memo of a function that never forgets, {@code functools.cache(fn)}. */
    public static <A, R> Memo1<A, R> cache(Function<A, R> fn) {
        return lru(Memoize.UNBOUNDED, fn);
    }

    /** As {@link #cache(Function)}, for two arguments. */
    public static <A, B, R> Memo2<A, B, R> cache(BiFunction<A, B, R> fn) {
        return lru(Memoize.UNBOUNDED, fn);
    }

    /** As {@link #cache(Function)}, for none: computed once. */
    public static <R> Memo0<R> cache(Supplier<R> fn) {
        return builder().maxSize(Memoize.UNBOUNDED).supplier(fn);
    }

    /**
     * An unbounded memo of a function that calls itself through its first parameter: {@code recursive((self, n) -> n <
     * 2 ? n : self.apply(n - 1) + self.apply(n - 2))}.
     */
    public static <A, R> Memo1<A, R> recursive(BiFunction<Function<A, R>, A, R> fn) {
        return builder().maxSize(Memoize.UNBOUNDED).recursive(fn);
    }

    /** A memo of a function, step by step. */
    public static MemoBuilder builder() {
        return new MemoBuilder();
    }

    /**
     * The memo of a woven method; throws {@link IllegalArgumentException} with the way to fix the build if it is not
     * woven.
     */
    public static MemoN of(Method method) {
        return MemoN.of(WovenMethod.of(method).target());
    }

    /**
     * The memo of the woven method that a class declares under this name, with these parameters: where a method
     * reference would be ambiguous. Throws {@link IllegalArgumentException} if there is none, or as {@link #of(Method)}
     * does.
     */
    public static MemoN of(Class<?> type, String methodName, Class<?>... parameterTypes) {
        try {
            return of(type.getDeclaredMethod(methodName, parameterTypes));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " declares no " + methodName + " with the parameters "
                            + Arrays.stream(parameterTypes)
                                    .map(Class::getTypeName)
                                    .collect(joining(", ", "(", ")"))
                            + "; name the class that declares it, and the types of its parameters as they are there",
                    e);
        }
    }

    /**
     * The memo of the woven method that {@code method} refers to. Throws {@link IllegalArgumentException} as
     * {@link #of(Method)} does.
     */
    public static <R> Memo0<R> of(Fn0<R> method) {
        return of0(method);
    }

    /**
     * The memo of the woven method that {@code method} refers to. Throws {@link IllegalArgumentException} as
     * {@link #of(Method)} does.
     */
    public static <A, R> Memo1<A, R> of(Fn1<A, R> method) {
        return of1(method);
    }

    /**
     * The memo of the woven method that {@code method} refers to. Throws {@link IllegalArgumentException} as
     * {@link #of(Method)} does.
     */
    public static <A, B, R> Memo2<A, B, R> of(Fn2<A, B, R> method) {
        return of2(method);
    }

    /**
     * The memo of the woven method that {@code method} refers to. Throws {@link IllegalArgumentException} as
     * {@link #of(Method)} does.
     */
    public static <A, B, C, R> Memo3<A, B, C, R> of(Fn3<A, B, C, R> method) {
        return of3(method);
    }

    /**
     * The memo of the woven method that {@code method} refers to. Throws {@link IllegalArgumentException} as
     * {@link #of(Method)} does.
     */
    public static <A, B, C, D, R> Memo4<A, B, C, D, R> of(Fn4<A, B, C, D, R> method) {
        return of4(method);
    }

    /**
     * The memo of the woven method that {@code method} refers to. Throws {@link IllegalArgumentException} as
     * {@link #of(Method)} does.
     */
    public static <A, B, C, D, E, R> Memo5<A, B, C, D, E, R> of(Fn5<A, B, C, D, E, R> method) {
        return of5(method);
    }

    /** {@link #of(Fn0)} where other methods have the same name. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public static <R> Memo0<R> of0(Fn0<R> method) {
        WovenMethod m = WovenMethod.of(method);
        return new Memo0<>(m.target(), m.receiver(), method, () -> (R) m.callBody());
    }

    /** {@link #of(Fn1)} where other methods have the same name. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public static <A, R> Memo1<A, R> of1(Fn1<A, R> method) {
        WovenMethod m = WovenMethod.of(method);
        return new Memo1<>(m.target(), m.receiver(), method, a -> (R) m.callBody(a));
    }

    /** {@link #of(Fn2)} where other methods have the same name. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public static <A, B, R> Memo2<A, B, R> of2(Fn2<A, B, R> method) {
        WovenMethod m = WovenMethod.of(method);
        return new Memo2<>(m.target(), m.receiver(), method, (a, b) -> (R) m.callBody(a, b));
    }

    /** {@link #of(Fn3)} where other methods have the same name. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public static <A, B, C, R> Memo3<A, B, C, R> of3(Fn3<A, B, C, R> method) {
        WovenMethod m = WovenMethod.of(method);
        return new Memo3<>(m.target(), m.receiver(), method, (a, b, c) -> (R) m.callBody(a, b, c));
    }

    /** {@link #of(Fn4)} where other methods have the same name. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public static <A, B, C, D, R> Memo4<A, B, C, D, R> of4(Fn4<A, B, C, D, R> method) {
        WovenMethod m = WovenMethod.of(method);
        return new Memo4<>(m.target(), m.receiver(), method, (a, b, c, d) -> (R) m.callBody(a, b, c, d));
    }

    /** {@link #of(Fn5)} where other methods have the same name. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public static <A, B, C, D, E, R> Memo5<A, B, C, D, E, R> of5(Fn5<A, B, C, D, E, R> method) {
        WovenMethod m = WovenMethod.of(method);
        return new Memo5<>(m.target(), m.receiver(), method, (a, b, c, d, e) -> (R) m.callBody(a, b, c, d, e));
    }
}
