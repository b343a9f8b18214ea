package dev.memoize.memo;

import dev.memoize.heap.Equality;
import dev.memoize.heap.Expiry;
import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.Ticker;
import dev.memoize.trace.Recorder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The method or function that a memo stands for: its name, its settings, how its arguments make a key, and how to call
 * it.
 */
public final class MemoizedMethod {
    private static final String BODY_PREFIX = "lambda$memo$";

    private final @Nullable Class<?> declaringClass;
    private final String name;
    private final String descriptor;
    private final boolean isStatic;
    private final Settings settings;
    private final Signature signature;
    private final boolean enabled;
    private final Callbacks callbacks;
    private final Tags tags;
    private final @Nullable RemoteMemo remote;
    private final @Nullable Recorder recorder;

    /** Full access to the class if woven code has run already. */
    private volatile MethodHandles.@Nullable Lookup lookup;

    private MemoizedMethod(
            @Nullable Class<?> declaringClass,
            String name,
            String descriptor,
            boolean isStatic,
            Settings settings,
            boolean receiverKeyed,
            boolean enabled,
            Callbacks callbacks,
            @Nullable Function<MemoizedMethod, RemoteMemo> opener) {
        this.declaringClass = declaringClass;
        this.name = name;
        this.descriptor = descriptor;
        this.isStatic = isStatic;
        this.settings = settings;
        this.signature = Signature.of(descriptor, receiverKeyed, settings.ignored());
        this.enabled = enabled;
        this.callbacks = callbacks;
        this.tags = tags(receiverKeyed);
        this.remote = opener == null || !enabled ? null : opener.apply(this);
        this.recorder = settings.record().isEmpty() || !enabled
                ? null
                : Recorder.of(toString(), settings.record(), Equality.of(settings.typed()));
    }

    /** A woven method, its settings overridden by what the environment says. */
    static MemoizedMethod woven(
            Class<?> declaringClass, String name, String descriptor, boolean isStatic, Settings settings) {
        Configuration configuration = Configuration.of(declaringClass.getClassLoader());
        Settings effective = configuration.override(declaringClass.getName(), name, settings);
        if (effective.deepRecursion() && !settings.deepRecursion()) {
            throw new ConfigurationError("memoize." + declaringClass.getName() + "." + name
                    + ".deepRecursion: it can be switched off here, not on; compile the method with"
                    + " @Memoize(deepRecursion = true)");
        }
        boolean receiverKeyed = !isStatic && settings.perClass();
        Function<MemoizedMethod, RemoteMemo> opener = effective.tier().isEmpty()
                ? null
                : method -> TierMethods.open(configuration, method, declaringClass, receiverKeyed);
        return new MemoizedMethod(
                declaringClass,
                name,
                descriptor,
                isStatic,
                effective,
                receiverKeyed,
                configuration.isEnabled(),
                Callbacks.NONE,
                opener);
    }

    /** A function without callbacks; {@code descriptor} says which of its arguments and results are primitive. */
    public static MemoizedMethod function(String name, String descriptor, Settings settings) {
        return function(name, descriptor, settings, Callbacks.NONE);
    }

    /** A function given to a builder; {@code descriptor} says which of its arguments and results are primitive. */
    public static MemoizedMethod function(String name, String descriptor, Settings settings, Callbacks callbacks) {
        return function(name, descriptor, settings, callbacks, null);
    }

    /** A function whose results, of that type, are in a second tier as well. */
    public static MemoizedMethod function(
            String name, String descriptor, Settings settings, Callbacks callbacks, RemoteTier tier, Type resultType) {
        return function(name, descriptor, settings, callbacks, m -> TierMethods.open(tier, m, resultType));
    }

    private static MemoizedMethod function(
            String name,
            String descriptor,
            Settings settings,
            Callbacks callbacks,
            @Nullable Function<MemoizedMethod, RemoteMemo> opener) {
        boolean enabled =
                Configuration.of(MemoizedMethod.class.getClassLoader()).isEnabled();
        return new MemoizedMethod(null, name, descriptor, true, settings, false, enabled, callbacks, opener);
    }

    /** {@code null} for a function. */
    public @Nullable Class<?> declaringClass() {
        return declaringClass;
    }

    public String name() {
        return name;
    }

    public Settings settings() {
        return settings;
    }

    Signature signature() {
        return signature;
    }

    String descriptor() {
        return descriptor;
    }

    /** The second tier's part of this method, if it has one. */
    public @Nullable RemoteMemo remote() {
        return remote;
    }

    /** How long a result may be served from the heap; 0 for ever. */
    long heapTtlNanos() {
        return remote == null ? settings.ttlNanos() : remote.heapTtlNanos();
    }

    /** {@code null} if results live for ever. */
    @Nullable
    Expiry expiry(Ticker ticker) {
        Settings s = settings;
        long ttl = heapTtlNanos();
        boolean timed = ttl != 0 || s.accessNanos() != 0 || s.refreshNanos() != 0 || callbacks.ttl() != null;
        if (!timed) {
            return null;
        }
        boolean tierSays = s.refreshNanos() == 0 && remote != null && remote.refreshesEarly();
        long refresh = tierSays ? Settings.LONGEST.toNanos() : s.refreshNanos();
        Expiry expiry = new Expiry(ticker, ttl, s.jitter(), s.accessNanos(), refresh, s.staleNanos());
        return recorder == null ? expiry : expiry.lookingTwice();
    }

    /** Throws {@link IllegalArgumentException} if these are no settings that the memo may have with its weigher. */
    void checkBound(Settings changed) {
        changed.checkWeighed(callbacks.weigher() != null);
    }

    /** {@code null} unless calls are recorded. */
    @Nullable
    Recorder recorder() {
        return recorder;
    }

    private Tags tags(boolean receiverKeyed) {
        int shift = receiverKeyed ? 1 : 0;
        for (TagTemplate template : settings.tags()) {
            for (TagTemplate.Selector selector : template.selectors()) {
                int index = selector.isIndex() ? selector.index() + shift : -1;
                boolean isKeyed = index >= shift && index < signature.arity() && signature.isKeyed(index);
                if (!isKeyed
                        || (declaringClass == null && !selector.properties().isEmpty())) {
                    throw new ConfigurationError(name + ": the tag \"" + template + "\" asks for {" + selector
                            + "}; use the position, from 0, of an argument that is part of the key"
                            + (declaringClass == null ? ", without properties" : ""));
                }
            }
        }
        return Tags.of(settings.tags(), shift, this::argumentTypes);
    }

    private ArgumentPath.Types argumentTypes() {
        ClassLoader loader = wovenClass().getClassLoader();
        return new ArgumentPath.Types(MethodType.fromMethodDescriptorString(descriptor, loader), fullAccess());
    }

    Tags tags() {
        return tags;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** {@code null} if results are not weighed. */
    public @Nullable Long maxWeight() {
        return callbacks.weigher() == null ? null : callbacks.maxWeight();
    }

    boolean isStatic() {
        return isStatic;
    }

    boolean isEnabled() {
        return enabled;
    }

    void lookup(MethodHandles.Lookup fullAccess) {
        lookup = fullAccess;
    }

    /** The memoized method, with the receiver as its first argument if it has one. */
    public MethodHandle call() {
        return find(name);
    }

    /** The original body, likewise. */
    public MethodHandle body() {
        return find(BODY_PREFIX + name);
    }

    private MethodHandle find(String methodName) {
        MethodHandles.Lookup l = fullAccess();
        Class<?> declaringClass = wovenClass();
        MethodType type = MethodType.fromMethodDescriptorString(descriptor, declaringClass.getClassLoader());
        try {
            return isStatic
                    ? l.findStatic(declaringClass, methodName, type)
                    : l.findVirtual(declaringClass, methodName, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    this + " is woven, but " + methodName + " is not there: compile the class anew", e);
        }
    }

    private Class<?> wovenClass() {
        if (declaringClass == null) {
            throw new IllegalStateException(
                    "\"" + name + "\" is a function, not a woven method; call it through the handle its builder gave");
        }
        return declaringClass;
    }

    MethodHandles.Lookup fullAccess() {
        MethodHandles.Lookup l = lookup;
        if (l == null) {
            Class<?> declaringClass = wovenClass();
            try {
                l = MethodHandles.privateLookupIn(declaringClass, MethodHandles.lookup());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(
                        this + " is not accessible before its first call; add \"opens "
                                + declaringClass.getPackageName() + " to dev.memoize;\" to "
                                + declaringClass.getModule(),
                        e);
            }
            lookup = l;
        }
        return l;
    }

    /** As the class file names it: the same in every process, and another for each overload and result type. */
    String id() {
        return declaringClass == null ? name : declaringClass.getName() + "." + name + descriptor;
    }

    /** As the source names it. */
    @Override
    public String toString() {
        return declaringClass == null ? name : declaringClass.getTypeName() + "." + name + parameters(declaringClass);
    }

    /** As in source where the classes are there, else as in the class file. */
    private String parameters(Class<?> declaringClass) {
        try {
            return MethodType.fromMethodDescriptorString(descriptor, declaringClass.getClassLoader())
                    .parameterList()
                    .stream()
                    .map(Class::getTypeName)
                    .collect(Collectors.joining(", ", "(", ")"));
        } catch (TypeNotPresentException e) {
            return descriptor;
        }
    }
}
