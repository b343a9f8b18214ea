package dev.memoize.weaver;

import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The dynamic constants that woven code loads: no static field, so no {@code <clinit>} and the same default
 * serialVersionUID as before.
 */
final class Constants {
    private static final String LOOKUP = "Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;";
    private static final String TWO_STRINGS = "Ljava/lang/String;Ljava/lang/String;";

    static final Handle LAMBDA = bootstrap(
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;");

    private Constants() {}

    static ConstantDynamic memo(AnnotatedMethod method) {
        return new ConstantDynamic(
                method.name(),
                Names.descriptor(method.keyKind().memo),
                bootstrap(Names.BOOTSTRAP, "memo", '(' + LOOKUP + TWO_STRINGS + ")Ljava/lang/Object;"),
                method.descriptor(),
                method.settings());
    }

    static ConstantDynamic instances(AnnotatedMethod method) {
        return new ConstantDynamic(
                method.name(),
                Names.descriptor(Names.INSTANCES),
                bootstrap(
                        Names.BOOTSTRAP,
                        "instances",
                        '(' + LOOKUP + TWO_STRINGS + "Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;"),
                method.descriptor(),
                method.settings(),
                method.field(),
                Type.getObjectType(method.keyKind().memo));
    }

    static ConstantDynamic invalidation(AnnotatedMethod method) {
        Object[] arguments = new Object[1 + method.invalidates().size()];
        arguments[0] = method.descriptor();
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = method.invalidates().get(i - 1).text();
        }
        return new ConstantDynamic(
                method.name(),
                Names.descriptor(Names.INVALIDATION),
                bootstrap(
                        Names.INVALIDATION,
                        "bootstrap",
                        '(' + LOOKUP + "Ljava/lang/String;[Ljava/lang/String;)Ljava/lang/Object;"),
                arguments);
    }

    static ConstantDynamic logSite(AnnotatedMethod method) {
        String site = Names.descriptor(Names.LOG_SITE);
        return new ConstantDynamic(
                method.name(),
                site,
                bootstrap(Names.LOG_SITE, "bootstrap", '(' + LOOKUP + "Ljava/lang/String;)" + site),
                method.timingSettings());
    }

    /** What makes a {@link java.util.concurrent.Callable} of a method and its arguments. */
    static String callableDescriptor(AnnotatedMethod method) {
        return Type.getMethodDescriptor(
                Type.getObjectType("java/util/concurrent/Callable"),
                method.arguments().stream().map(KeyKind.Argument::type).toArray(Type[]::new));
    }

    /** Of the method of that name with the method's arguments. */
    static Object[] callable(AnnotatedMethod method, String name) {
        Handle body = new Handle(
                method.isStatic() ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKESPECIAL,
                method.owner(),
                name,
                method.descriptor(),
                method.inInterface());
        return new Object[] {
            Type.getMethodType("()Ljava/lang/Object;"), body, Type.getMethodType("()" + boxed(method.result()))
        };
    }

    static String boxed(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "Ljava/lang/Boolean;";
            case Type.CHAR -> "Ljava/lang/Character;";
            case Type.BYTE -> "Ljava/lang/Byte;";
            case Type.SHORT -> "Ljava/lang/Short;";
            case Type.INT -> "Ljava/lang/Integer;";
            case Type.FLOAT -> "Ljava/lang/Float;";
            case Type.LONG -> "Ljava/lang/Long;";
            case Type.DOUBLE -> "Ljava/lang/Double;";
            default -> type.getDescriptor();
        };
    }

    private static Handle bootstrap(String owner, String name, String descriptor) {
        return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
    }
}
