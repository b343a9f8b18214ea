package dev.memoize;

import dev.memoize.memo.Callbacks;
import dev.memoize.memo.LongKeyMemo;
import dev.memoize.memo.MemoizedMethod;
import dev.memoize.memo.RefKeyMemo;
import dev.memoize.memo.Registry;
import dev.memoize.memo.Settings;
import dev.memoize.memo.WideKeyMemo;
import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.Ticker;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Configures a memo of a function. The setters have the defaults of {@link Memoize}; each of the others makes a new
 * memo, and throws {@link IllegalArgumentException} if the settings do not go together, as a time and a
 * {@link #maxSize} of 0. Nothing may be {@code null}. Not thread-safe; the memos are.
 *
 * <p>Functions with primitive arguments or results are under {@link #primitive()}.
 */
public final class MemoBuilder {
    private static final String UNNAMED = "function";
    private static final String OBJECT = "Ljava/lang/Object;";

    private Settings settings = Settings.DEFAULT;
    private Ticker ticker = Ticker.system();
    private String name = UNNAMED;
    private @Nullable RemoteTier tier;
    private @Nullable Type resultType;
    private Callbacks callbacks = Callbacks.NONE;

    MemoBuilder() {}

    /** See {@link Memoize#maxSize()}. Throws {@link IllegalArgumentException} if negative. */
    public MemoBuilder maxSize(int maxSize) {
        settings = settings.withMaxSize(maxSize);
        return this;
    }

    /** See {@link Memoize#typed()}. */
    public MemoBuilder typed(boolean typed) {
        settings = settings.withTyped(typed);
        return this;
    }

    /**
     * See {@link Memoize#ttl()}; zero for ever. Throws {@link IllegalArgumentException} if negative or longer than 100
     * years.
     */
    public MemoBuilder ttl(Duration ttl) {
        Objects.requireNonNull(ttl, "ttl is null; use Duration.ZERO for ever");
        settings = settings.withTtl(ttl);
        return this;
    }

    /**
     * How long each result is served, asked of {@code ttlOf} when it was computed or put; where it says {@code null},
     * {@link #ttl(Duration)}. A result with a time of zero or less is not stored. What {@code ttlOf} throws the call
     * throws.
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <R> MemoBuilder ttl(Function<? super R, @Nullable Duration> ttlOf) {
        Objects.requireNonNull(ttlOf, "ttlOf is null; leave it out to use one ttl for all");
        callbacks = new Callbacks(
                result -> ttlOf.apply((R) result), callbacks.weigher(), callbacks.maxWeight(), callbacks.executor());
        return this;
    }

    /** See {@link Memoize#jitter()}. Throws {@link IllegalArgumentException} if not from 0 to less than 1. */
    public MemoBuilder jitter(double jitter) {
        settings = settings.with("jitter", String.valueOf(jitter));
        return this;
    }

    /** See {@link Memoize#expireAfterAccess()}; zero for ever. Throws as {@link #ttl(Duration)} does. */
    public MemoBuilder expireAfterAccess(Duration idle) {
        Objects.requireNonNull(idle, "expireAfterAccess is null; use Duration.ZERO for ever");
        settings = settings.with("expireAfterAccess", idle);
        return this;
    }

    /** See {@link Memoize#refreshAfterWrite()}; zero for never. Throws as {@link #ttl(Duration)} does. */
    public MemoBuilder refreshAfterWrite(Duration age) {
        Objects.requireNonNull(age, "refreshAfterWrite is null; use Duration.ZERO for never");
        settings = settings.with("refreshAfterWrite", age);
        return this;
    }

    /** See {@link Memoize#staleIfError()}; zero for never. Throws as {@link #ttl(Duration)} does. */
    public MemoBuilder staleIfError(Duration window) {
        Objects.requireNonNull(window, "staleIfError is null; use Duration.ZERO for never");
        settings = settings.with("staleIfError", window);
        return this;
    }

    /**
     * What refreshes run on, instead of the common pool. Whatever it does with them, callers do not wait for it: an
     * expired result is computed by its caller if the refresh has not begun.
     */
    public MemoBuilder executor(Executor executor) {
        Objects.requireNonNull(executor, "executor is null; leave it out to use the common pool");
        callbacks = new Callbacks(callbacks.ttl(), callbacks.weigher(), callbacks.maxWeight(), executor);
        return this;
    }

    /**
     * Bounds what all results weigh together, beside {@link #maxSize}, which may be {@link Memoize#UNBOUNDED}. Results
     * are evicted until the rest fits; one that is heavier than {@code maxWeight} alone is not stored. The weight of a
     * result is asked once, and has to be 0 or more; what {@code weigher} throws the call throws. Throws
     * {@link IllegalArgumentException} if {@code maxWeight} is negative.
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <R> MemoBuilder maxWeight(long maxWeight, ToIntFunction<? super R> weigher) {
        Objects.requireNonNull(weigher, "weigher is null; leave maxWeight out if results are not weighed");
        if (maxWeight < 0) {
            throw new IllegalArgumentException("maxWeight is " + maxWeight + "; use 0 or more");
        }
        callbacks = new Callbacks(
                callbacks.ttl(),
                result -> weigher.applyAsInt((R) result),
                Math.min(maxWeight, Long.MAX_VALUE - 1),
                callbacks.executor());
        return this;
    }

    /** See {@link Memoize#eviction()}. */
    public MemoBuilder eviction(Eviction eviction) {
        Objects.requireNonNull(eviction, "eviction is null; leave it out for Eviction.LRU");
        settings = settings.with("eviction", eviction.name());
        return this;
    }

    /** See {@link Memoize#record()}; empty for none. Throws {@link IllegalArgumentException} if it is no path. */
    public MemoBuilder record(String file) {
        settings = settings.with("record", file);
        return this;
    }

    /** See {@link Memoize#singleFlight()}. */
    public MemoBuilder singleFlight(boolean singleFlight) {
        settings = settings.withSingleFlight(singleFlight);
        return this;
    }

    /**
     * See {@link Memoize#tags()}; placeholders are positions of arguments, from 0: {@code "product:{0}"}. Throws
     * {@link IllegalArgumentException} if one is malformed. That it asks for an argument that is not there, or for a
     * property, is said by an {@link dev.memoize.spi.ConfigurationError} when the memo is made.
     */
    public MemoBuilder tags(String... tags) {
        settings = settings.with("tags", String.join(",", tags));
        return this;
    }

    /** See {@link Memoize#version()}. */
    public MemoBuilder version(String version) {
        Objects.requireNonNull(version, "version is null; leave it out for none");
        settings = settings.with("version", version);
        return this;
    }

    /**
     * Keeps the results in a second tier as well, under the {@link #name}, which has to be the same in every process
     * and different for every function. Throws {@link dev.memoize.spi.ConfigurationError} when the memo is made if the
     * tier cannot hold results of that type.
     *
     * @param resultType what the function returns
     */
    public MemoBuilder tier(RemoteTier tier, Type resultType) {
        Objects.requireNonNull(tier, "tier is null; leave it out to use the heap alone");
        Objects.requireNonNull(resultType, "resultType is null; give what the function returns, such as String.class");
        this.tier = tier;
        this.resultType = resultType;
        return this;
    }

    /** The time that {@link #ttl} goes by. */
    public MemoBuilder ticker(Ticker ticker) {
        Objects.requireNonNull(ticker, "ticker is null; leave it out for Ticker.system()");
        this.ticker = ticker;
        return this;
    }

    /** What {@link Memo#toString()} says. */
    public MemoBuilder name(String name) {
        Objects.requireNonNull(name, "name is null; leave it out for \"" + UNNAMED + "\"");
        this.name = name;
        return this;
    }

    MemoizedMethod method(String descriptor) {
        Map.Entry<String, String> conflict = settings.conflict(tier != null, callbacks.ttl() != null);
        if (conflict != null) {
            throw new IllegalArgumentException(conflict.getValue());
        }
        if (callbacks.weigher() != null && settings.maxSize() == 0 && tier == null) {
            throw new IllegalArgumentException("maxWeight is " + callbacks.maxWeight()
                    + " but maxSize is 0, so nothing is stored that could be weighed; remove one of them");
        }
        settings.checkWeighed(callbacks.weigher() != null);
        if (tier == null) {
            return MemoizedMethod.function(name, descriptor, settings, callbacks);
        }
        if (name.equals(UNNAMED)) {
            throw new IllegalArgumentException(
                    "a function in a tier needs a name that is the same in every process; call name(...)");
        }
        return MemoizedMethod.function(name, descriptor, settings, callbacks, tier, Objects.requireNonNull(resultType));
    }

    LongKeyMemo longKeyed(String descriptor) {
        LongKeyMemo memo = new LongKeyMemo(method(descriptor), null, ticker);
        Registry.add(memo);
        return memo;
    }

    RefKeyMemo refKeyed(String descriptor) {
        RefKeyMemo memo = new RefKeyMemo(method(descriptor), null, ticker);
        Registry.add(memo);
        return memo;
    }

    WideKeyMemo wideKeyed(String descriptor) {
        WideKeyMemo memo = new WideKeyMemo(method(descriptor), null, ticker);
        Registry.add(memo);
        return memo;
    }

    static void checkFunction(Object fn) {
        Objects.requireNonNull(fn, "fn is null; pass the function to memoize");
    }

    private static String descriptor(int arity) {
        return "(" + OBJECT.repeat(arity) + ")" + OBJECT;
    }

    /** A memo of a function of no arguments. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <R> Memo0<R> supplier(Supplier<R> fn) {
        checkFunction(fn);
        LongKeyMemo memo = longKeyed(descriptor(0));
        return new Memo0<>(memo, Memo.NO_ARGUMENTS, () -> (R) memo.compute(0, key -> fn.get()), fn::get);
    }

    /** A memo of a function of one argument. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <A, R> Memo1<A, R> function(Function<A, R> fn) {
        checkFunction(fn);
        RefKeyMemo memo = refKeyed(descriptor(1));
        return new Memo1<>(memo, Memo.NO_ARGUMENTS, a -> (R) memo.compute(a, (Function<Object, Object>) fn), fn::apply);
    }

    /** A memo of a function that calls itself through its first parameter. */
    public <A, R> Memo1<A, R> recursive(BiFunction<Function<A, R>, A, R> fn) {
        checkFunction(fn);
        Recursive<A, R> self = new Recursive<>(fn);
        Memo1<A, R> memo = function(self);
        self.memo = memo;
        return memo;
    }

    /** A memo of a function of two arguments. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <A, B, R> Memo2<A, B, R> biFunction(BiFunction<A, B, R> fn) {
        checkFunction(fn);
        WideKeyMemo memo = wideKeyed(descriptor(2));
        BiFunction<Object, Object, Object> body = (BiFunction<Object, Object, Object>) fn;
        return new Memo2<>(memo, Memo.NO_ARGUMENTS, (a, b) -> (R) memo.compute(a, b, body), fn::apply);
    }

    /** A memo of a function of three arguments. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <A, B, C, R> Memo3<A, B, C, R> function3(Function3<A, B, C, R> fn) {
        checkFunction(fn);
        WideKeyMemo memo = wideKeyed(descriptor(3));
        Function<Object[], Object> body = x -> fn.apply((A) x[0], (B) x[1], (C) x[2]);
        return new Memo3<>(
                memo, Memo.NO_ARGUMENTS, (a, b, c) -> (R) memo.compute(new Object[] {a, b, c}, body), fn::apply);
    }

    /** A memo of a function of four arguments. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <A, B, C, D, R> Memo4<A, B, C, D, R> function4(Function4<A, B, C, D, R> fn) {
        checkFunction(fn);
        WideKeyMemo memo = wideKeyed(descriptor(4));
        Function<Object[], Object> body = x -> fn.apply((A) x[0], (B) x[1], (C) x[2], (D) x[3]);
        return new Memo4<>(
                memo, Memo.NO_ARGUMENTS, (a, b, c, d) -> (R) memo.compute(new Object[] {a, b, c, d}, body), fn::apply);
    }

    /** A memo of a function of five arguments. */
    @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
    public <A, B, C, D, E, R> Memo5<A, B, C, D, E, R> function5(Function5<A, B, C, D, E, R> fn) {
        checkFunction(fn);
        WideKeyMemo memo = wideKeyed(descriptor(5));
        Function<Object[], Object> body = x -> fn.apply((A) x[0], (B) x[1], (C) x[2], (D) x[3], (E) x[4]);
        return new Memo5<>(
                memo,
                Memo.NO_ARGUMENTS,
                (a, b, c, d, e) -> (R) memo.compute(new Object[] {a, b, c, d, e}, body),
                fn::apply);
    }

    /** Functions with primitive arguments or results, with the settings made so far. */
    public PrimitiveMemoBuilder primitive() {
        return new PrimitiveMemoBuilder(this);
    }

    /** A function that gets its memo after the memo got it. */
    private static final class Recursive<A, R> implements Function<A, R> {
        private final BiFunction<Function<A, R>, A, R> fn;

        @SuppressWarnings("NullAway.Init")
        private Function<A, R> memo;

        Recursive(BiFunction<Function<A, R>, A, R> fn) {
            this.fn = fn;
        }

        @Override
        public R apply(A argument) {
            return fn.apply(memo, argument);
        }
    }
}
