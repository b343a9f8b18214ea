package dev.memoize.memo;

import java.lang.invoke.MethodHandles;

/** Links woven methods to their memos: bootstrap methods of dynamic constants. For woven code. */
public final class Bootstrap {
    private Bootstrap() {}

    /** The one cache of a static method, or of an instance method with the scope of its class. */
    public static Object memo(
            MethodHandles.Lookup lookup, String name, Class<?> type, String descriptor, String settings) {
        boolean isStatic = !Settings.parse(settings).perClass();
        return Registry.linked(lookup, name, descriptor, isStatic, kind(type), "", settings);
    }

    /** The caches of an instance method; {@code field} is empty if its class cannot have one. */
    public static Object instances(
            MethodHandles.Lookup lookup,
            String name,
            Class<?> type,
            String descriptor,
            String settings,
            String field,
            Class<?> kind) {
        return Registry.linked(lookup, name, descriptor, false, kind(kind), field, settings);
    }

    private static KeyKind kind(Class<?> type) {
        if (type == LongKeyMemo.class) {
            return KeyKind.LONG;
        }
        return type == RefKeyMemo.class ? KeyKind.REF : KeyKind.WIDE;
    }
}
