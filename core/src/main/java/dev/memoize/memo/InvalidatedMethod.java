package dev.memoize.memo;

import dev.memoize.spi.ConfigurationError;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A memoized method that another method's {@code @Invalidates} names, and how that one's arguments become its own. */
final class InvalidatedMethod {
    private final Memoized memo;
    private final Class<?> owner;
    /** What each parameter of the memoized method is; {@code null} if it is not part of the key. */
    private final List<@Nullable ArgumentPath> parameters;

    private InvalidatedMethod(Memoized memo, Class<?> owner, List<@Nullable ArgumentPath> parameters) {
        this.memo = memo;
        this.owner = owner;
        this.parameters = parameters;
    }

    /**
     * Throws {@link IllegalArgumentException} if there is no such method.
     *
     * @param paths of the parameters that are part of the key; empty for those of the caller, in order
     * @param callerParameters how many those are
     */
    static InvalidatedMethod of(Class<?> owner, String name, List<ArgumentPath> paths, int callerParameters) {
        List<Memoized> candidates = new ArrayList<>();
        for (Method m : owner.getDeclaredMethods()) {
            Memoized memo = m.getName().equals(name) ? Registry.find(m) : null;
            if (memo != null && (paths.isEmpty() || paths.size() == keyed(memo))) {
                candidates.add(memo);
            }
        }
        if (candidates.size() != 1) {
            throw new IllegalArgumentException("method is \"" + name + "\", and " + owner.getName() + " has "
                    + candidates.size() + " woven methods of that name"
                    + (paths.isEmpty() ? "" : " with " + paths.size() + " parameters in the key")
                    + "; name one that is memoized, and weave its class, or use a tag");
        }
        Memoized memo = candidates.get(0);
        return new InvalidatedMethod(memo, owner, parameters(memo, paths, callerParameters));
    }

    private static int shift(Memoized memo) {
        return memo.method().isStatic() || !memo.method().settings().perClass() ? 0 : 1;
    }

    private static int keyed(Memoized memo) {
        Signature signature = memo.method().signature();
        int n = 0;
        for (int i = shift(memo); i < signature.arity(); i++) {
            n += signature.isKeyed(i) ? 1 : 0;
        }
        return n;
    }

    private static List<@Nullable ArgumentPath> parameters(Memoized memo, List<ArgumentPath> paths, int available) {
        Signature signature = memo.method().signature();
        List<@Nullable ArgumentPath> all = new ArrayList<>();
        int next = 0;
        for (int i = shift(memo); i < signature.arity(); i++) {
            if (!signature.isKeyed(i)) {
                all.add(null);
            } else if (!paths.isEmpty()) {
                all.add(paths.get(next++));
            } else if (next < available) {
                all.add(ArgumentPath.ofParameter(next++));
            } else {
                // Of no consequence if all results go.
                all.add(null);
            }
        }
        return all;
    }

    void invalidateAll() {
        memo.invalidateIf(arguments -> true);
    }

    void invalidate(@Nullable Object[] arguments) {
        Object[] values = new Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            ArgumentPath path = parameters.get(i);
            values[i] = path == null ? null : path.of(arguments);
            if (path != null && values[i] == null && memo.method().signature().isPrimitive(shift(memo) + i)) {
                // Such a call cannot have been.
                return;
            }
        }
        Object self = owner.isInstance(arguments[0]) ? arguments[0] : null;
        if (memo.method().isStatic()) {
            memo.invalidate(values);
        } else if (self != null) {
            memo.invalidate(withReceiver(self, values));
        } else if (memo instanceof Instances) {
            ((Instances) memo).invalidateOfAll(values);
        } else {
            throw new ConfigurationError("@Invalidates names " + memo.method()
                    + ", whose results are of one instance each, and there is no instance here; use a tag");
        }
    }

    private static Object[] withReceiver(Object receiver, Object[] values) {
        Object[] all = new Object[values.length + 1];
        all[0] = receiver;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }
}
