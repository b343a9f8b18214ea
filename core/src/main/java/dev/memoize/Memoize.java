package dev.memoize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method remember its results, as {@code functools.lru_cache} does in Python.
 *
 * <p>A call with arguments that are equal to those of an earlier call returns what that call returned, without running
 * the body. When there are more than {@link #maxSize()}, one is evicted: the least recently used, unless
 * {@link #eviction()} says otherwise. Exceptions are not stored. {@code null} is a value and is stored. Arguments are
 * compared by {@code equals}, arrays by content.
 *
 * <p>Any method with a body and a result may be annotated: static, private, final, recursive, generic. A memoized call
 * is safe from any thread: callers of the same absent key share one computation. An instance method has one cache for
 * each instance, which dies with it.
 *
 * <p>Every attribute but {@link #scope()} and {@link #tags()} can be overridden without recompiling, see {@link Memo}.
 *
 * @see <a href="https://docs.python.org/3/library/functools.html#functools.lru_cache">functools.lru_cache</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Memoize {
    /** The {@link #maxSize()} of a memo that never evicts ({@code maxsize=None}). */
    int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * How many results are kept. 0 stores nothing but counts calls; {@link #UNBOUNDED} keeps all. A negative size is a
     * compile-time error.
     */
    int maxSize() default 128;

    /**
     * Whether equal numbers of different types are different keys. {@code true} is Java's {@code equals}. {@code false}
     * is Python's rule: 1, 1L, 1.0 and {@code new BigDecimal("1.00")} are one key.
     */
    boolean typed() default true;

    /**
     * How long a result is served after it was computed: {@code "250ms"}, {@code "10s"}, {@code "5m"}, {@code "2h"},
     * {@code "1d"}, or ISO-8601 such as {@code "PT10M"}. Empty: for ever.
     */
    String ttl() default "";

    /**
     * The share by which {@link #ttl()} and {@link #refreshAfterWrite()} may be shorter, from 0 to less than 1, chosen
     * at random for each result: with {@code 0.1} results that were computed together end over the last tenth of their
     * time, not all at once.
     */
    double jitter() default 0;

    /** How long a result is served after it was used last, in the form of {@link #ttl()}. Empty: for ever. */
    String expireAfterAccess() default "";

    /**
     * From which age on, in the form of {@link #ttl()}, a result is refreshed: the call that finds it so old gets it at
     * once, and the body runs in the background, on the common pool. One refresh of a key runs at a time. If it throws,
     * the old result stays, and there is no other attempt before this time has passed again. Empty: never.
     *
     * <p>Where the key is not enough to run the body (a parameter is {@link Ignore}d, or the cache does not know its
     * instance, as in records and interfaces), the call that finds the old result runs it, and others get the old one.
     */
    String refreshAfterWrite() default "";

    /**
     * For how long after its end, in the form of {@link #ttl()}, an expired result is returned if computing it again
     * throws an exception other than {@link InterruptedException}; an {@link Error} is never hidden. Every such call
     * tries. Empty: never.
     */
    String staleIfError() default "";

    /**
     * Whether concurrent callers of one absent key share one computation. With {@code false} each computes, as in
     * CPython.
     */
    boolean singleFlight() default true;

    /** Which result goes when there are more than {@link #maxSize()}. */
    Eviction eviction() default Eviction.LRU;

    /** Whether an instance method has one cache for each instance or one for its class. Static methods ignore it. */
    Scope scope() default Scope.INSTANCE;

    /**
     * The second tier, by name: {@code "redis"}. A call looks into the heap, then there, then runs the body; results
     * are shared by all processes that have the same method, and by all instances in them. Empty: the heap alone.
     *
     * <p>The result type must be concrete, and the arguments of types whose equality means the same in every process:
     * primitives and their boxes, strings, enums, numbers and times of the JDK, UUIDs, and arrays, collections and
     * records of these. A call with other arguments uses the heap alone. Where instances give different answers, use
     * {@link Scope#CLASS} on a record, which makes the instance a part of the key.
     *
     * <p>A tier that does not answer is left alone until it does; a call never fails because of it.
     */
    String tier() default "";

    /**
     * The version of the code, for the second tier: results that code of another version stored are never read.
     * Letters, digits, {@code .}, {@code _} and {@code -}, 32 at most.
     *
     * <p>Empty: a hash of the method's instructions and of those that it reaches inside the application, so that a new
     * deploy reads what the old one stored where nothing was changed that matters. What it cannot see are libraries,
     * queries and files: where these begin to answer differently, say a version and change it.
     */
    String version() default "";

    /**
     * Names under which results can be dropped together, by {@link Invalidates} or {@link Memos#invalidateTag}, in the
     * heap and in the second tier, whatever method they are of: {@code {"products", "product:{id}",
     * "shop:{order.shop}"}}.
     *
     * <p>A placeholder is a parameter, by its name or by its position from 0, or a property of one: a method without
     * parameters named {@code shop}, {@code getShop} or {@code isShop}, or a field. It has to be a part of the key, and
     * a primitive, a string, an enum, or a number, time or UUID of the JDK, whose text is the same everywhere;
     * {@code null} is {@code null}. The rest of a tag has no spaces, commas or braces.
     *
     * <p>Tags without placeholders cost nothing. The others cost each result an entry in an index.
     */
    String[] tags() default {};

    /**
     * The file that the calls are recorded in, for {@code ./memoize simulate}, which finds out what other sizes and
     * policies would have done: {@code "calls.txt"}, or {@code "calls.txt.gz"} to have it compressed. A line for each
     * call: a name of its key, and, if it was computed, its weight and the nanoseconds that took. Arguments are not
     * written; their names are hashes with a secret that the program forgets. {@code %p} in the path stands for the
     * number of the process. What the file had in it is lost. Empty: no recording.
     *
     * <p>While it is recorded, a hit takes a lock and allocates. A thread of its own writes; calls that come faster
     * than it can are left out, and the file says how many. All instances go to one file, as the keys of one cache.
     * Calls that throw are left out. The system property {@code memoize.record} is a folder in which every memoized
     * method is recorded.
     */
    String record() default "";

    /**
     * Whether a recursion may go deeper than a stack: every so many levels it goes on with a fresh stack, on another
     * thread, for which the one before waits. The depth is bounded by the heap: after one level for each 512 bytes of
     * it, the recursion is taken for endless and ends in a {@link StackOverflowError}.
     *
     * <p>Results, exceptions, interrupts and the context class loader are the same as without. What belongs to a thread
     * is not: in a deep level {@link Thread#currentThread()} is another thread, thread-locals have their initial or
     * inherited values, and <b>a lock that a level holds while it calls the next is not held by that one</b>, which
     * would wait for it for ever. So do not use this where the body recurs inside {@code synchronized}.
     *
     * <p>Has to be there when the method is compiled; a property can switch it off only.
     */
    boolean deepRecursion() default false;

    /** Leaves a parameter out of the key: two calls that differ in it only are the same call. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Ignore {}
}
