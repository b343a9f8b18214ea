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

    static ConstantDynamic logSite(AnnotatedMethod method) {
        String site = Names.descriptor(Names.LOG_SITE);
        return new ConstantDynamic(
                method.name(),
                site,
                bootstrap(Names.LOG_SITE, "bootstrap", '(' + LOOKUP + "Ljava/lang/String;)" + site),
                method.timingSettings());
    }

    private static Handle bootstrap(String owner, String name, String descriptor) {
        return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
    }
}
