package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Computes the result of an entry again, for a {@link Flight} that no caller carries out. */
interface Refresh {
    /** Runs the body and completes the flight. Throws what the body throws. */
    void carryOut(Flight flight, Entry entry) throws Throwable;

    /** Of a woven method; {@code null} if the key does not have all that the body is called with. */
    static @Nullable Refresh of(KeyedMemo memo) {
        MemoizedMethod method = memo.method();
        if (method.declaringClass() == null || !method.settings().ignored().isEmpty()) {
            return null;
        }
        boolean perInstance = !method.isStatic() && !method.settings().perClass();
        Object owner = memo.owner();
        if (perInstance && owner == null) {
            return null;
        }
        return (flight, entry) -> {
            MethodHandle body = method.body().asFixedArity();
            Object result = (perInstance ? body.bindTo(owner) : body).invokeWithArguments(copies(method, entry));
            if (method.signature().returnsPrimitive()) {
                flight.complete(method.signature().resultBits(result));
            } else {
                flight.complete(result);
            }
        };
    }

    /** The body may write to the arrays that it is given; those of the key are nobody's. */
    private static @Nullable Object[] copies(MemoizedMethod method, Entry entry) {
        Object[] arguments = method.signature().arguments(entry);
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = Equality.keep(arguments[i]);
        }
        return arguments;
    }
}
