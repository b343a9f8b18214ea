package dev.memoize.memo;

import dev.memoize.spi.RemoteMemo;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The caches of an instance method, one for each instance. For woven code.
 *
 * <p>A cache lives in a field of its instance, or, for the methods of interfaces, in a weak identity map; it dies with
 * its instance either way. A cache knows its owner, so that a clone, which has a copy of the field, gets a cache of its
 * own.
 */
public final class Instances implements Memoized {
    private final MemoizedMethod method;
    private final KeyKind kind;
    private final String fieldName;
    private final WeakIdentityMap<KeyedMemo> withoutField = new WeakIdentityMap<>();

    /** Guarded by itself. Caches that are in fields. */
    private final List<WeakReference<KeyedMemo>> inFields = new ArrayList<>();

    private volatile @Nullable VarHandle field;
    private volatile int maxSize;

    Instances(MemoizedMethod method, KeyKind kind, String fieldName) {
        this.method = method;
        this.kind = kind;
        this.fieldName = fieldName;
        this.maxSize = method.settings().maxSize();
    }

    @Override
    public MemoizedMethod method() {
        return method;
    }

    /** The cache of that instance, made if there is none. */
    public KeyedMemo attach(Object instance) {
        if (fieldName.isEmpty()) {
            return withoutField.computeIfAbsent(instance, () -> create(null));
        }
        VarHandle f = field();
        KeyedMemo seen = (KeyedMemo) f.getVolatile(instance);
        if (seen != null && seen.owner() == instance) {
            return seen;
        }
        KeyedMemo mine = create(instance);
        KeyedMemo witness = (KeyedMemo) f.compareAndExchange(instance, seen, mine);
        if (witness != seen) {
            return witness;
        }
        synchronized (inFields) {
            if (inFields.size() >= 64 && Integer.bitCount(inFields.size()) == 1) {
                inFields.removeIf(ref -> ref.get() == null);
            }
            inFields.add(new WeakReference<>(mine));
        }
        return mine;
    }

    private KeyedMemo create(@Nullable Object owner) {
        KeyedMemo memo = kind.memo(method(), owner, Registry.wovenTicker);
        if (maxSize != method().settings().maxSize()) {
            memo.resize(maxSize);
        }
        return memo;
    }

    private VarHandle field() {
        VarHandle f = field;
        if (f == null) {
            Class<?> declaring = method().declaringClass();
            Class<?> type = kind == KeyKind.LONG
                    ? LongKeyMemo.class
                    : kind == KeyKind.REF ? RefKeyMemo.class : WideKeyMemo.class;
            try {
                f = method().fullAccess().findVarHandle(declaring, fieldName, type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        method() + " is woven, but its field is not there: compile the class anew", e);
            }
            field = f;
        }
        return f;
    }

    private List<KeyedMemo> live() {
        List<KeyedMemo> live = withoutField.values();
        synchronized (inFields) {
            for (WeakReference<KeyedMemo> ref : inFields) {
                KeyedMemo memo = ref.get();
                if (memo != null) {
                    live.add(memo);
                }
            }
        }
        return live;
    }

    /** The sum over the instances that are alive. */
    @Override
    public Counts counts() {
        Counts sum = new Counts(0, 0, maxSize, 0);
        for (KeyedMemo memo : live()) {
            sum = sum.plus(memo.counts());
        }
        return sum;
    }

    /** The sum over the instances that are alive. */
    @Override
    public Work work() {
        Work sum = Work.NONE;
        for (KeyedMemo memo : live()) {
            sum = sum.plus(memo.work());
        }
        return sum;
    }

    @Override
    public void clear() {
        RemoteMemo remote = method.remote();
        if (remote != null) {
            remote.clear();
        }
        live().forEach(KeyedMemo::clearHeap);
    }

    /** Of each instance, also of those to come. */
    @Override
    public void resize(int newMaxSize) {
        method().checkBound(method().settings().withMaxSize(newMaxSize));
        maxSize = newMaxSize;
        live().forEach(memo -> memo.resize(newMaxSize));
    }

    @Override
    public @Nullable Object peek(Object[] arguments, Object absent) {
        return attach(arguments[0]).peek(withoutReceiver(arguments), absent);
    }

    @Override
    public void put(Object[] arguments, @Nullable Object result) {
        attach(arguments[0]).put(withoutReceiver(arguments), result);
    }

    @Override
    public void putAll(List<Object[]> arguments, List<@Nullable Object> results) {
        IdentityHashMap<Object, List<Integer>> byInstance = new IdentityHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            byInstance
                    .computeIfAbsent(arguments.get(i)[0], instance -> new ArrayList<>())
                    .add(i);
        }
        byInstance.forEach((instance, own) -> {
            List<Object[]> itsArguments = new ArrayList<>();
            List<@Nullable Object> itsResults = new ArrayList<>();
            for (int i : own) {
                itsArguments.add(withoutReceiver(arguments.get(i)));
                itsResults.add(results.get(i));
            }
            attach(instance).putAll(itsArguments, itsResults);
        });
    }

    @Override
    public void fetch(List<Object[]> arguments) {
        IdentityHashMap<Object, List<Object[]>> byInstance = new IdentityHashMap<>();
        for (Object[] a : arguments) {
            byInstance.computeIfAbsent(a[0], i -> new ArrayList<>()).add(withoutReceiver(a));
        }
        byInstance.forEach((instance, own) -> attach(instance).fetch(own));
    }

    @Override
    public boolean invalidate(Object[] arguments) {
        return attach(arguments[0]).invalidate(withoutReceiver(arguments));
    }

    /** Of those arguments, without the instance, in the caches of all instances. */
    boolean invalidateOfAll(Object[] arguments) {
        boolean wasThere = false;
        for (KeyedMemo memo : live()) {
            wasThere |= memo.invalidate(arguments);
        }
        return wasThere;
    }

    @Override
    public int invalidateTag(String tag) {
        int dropped = 0;
        for (KeyedMemo memo : live()) {
            dropped += memo.invalidateTag(tag);
        }
        return dropped;
    }

    /** The condition gets {@code null} for the instance where its cache is not in a field. */
    @Override
    public int invalidateIf(Predicate<Object[]> condition) {
        int dropped = 0;
        for (KeyedMemo memo : live()) {
            dropped += memo.invalidateIf(arguments -> {
                Object[] withReceiver = new Object[arguments.length + 1];
                withReceiver[0] = memo.owner();
                System.arraycopy(arguments, 0, withReceiver, 1, arguments.length);
                return condition.test(withReceiver);
            });
        }
        return dropped;
    }

    private static Object[] withoutReceiver(Object[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }
}
