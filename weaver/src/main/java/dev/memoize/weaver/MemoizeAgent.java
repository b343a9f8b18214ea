package dev.memoize.weaver;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as they are loaded: {@code java -javaagent:memoize.jar}. For code that no javac of yours compiles. A
 * class that is loaded already stays as it is, for the JVM lets nobody add a field or a method to it.
 */
public final class MemoizeAgent implements ClassFileTransformer {
    private static final String RUNTIME = Names.BOOTSTRAP + ".class";

    private static volatile boolean installed;

    private MemoizeAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new MemoizeAgent());
        installed = true;
    }

    /** Called by the JVM when it is attached to a running program, or from {@code Launcher-Agent-Class}. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        premain(arguments, instrumentation);
    }

    /** Whether classes are woven as they are loaded. */
    static boolean isInstalled() {
        return installed;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null || redefined != null) {
            return null;
        }
        try {
            byte[] woven = Weaver.weave(classFile, ClassFiles.of(loader));
            if (woven == null || loader.getResource(RUNTIME) != null) {
                return woven;
            }
            log(className, "its class loader " + loader + " does not see Memoize. Put memoize.jar on its class path.");
        } catch (RuntimeException | LinkageError e) {
            // The JVM would drop it without a word.
            log(className, e.getMessage());
        }
        return null;
    }

    private static void log(String className, @Nullable String reason) {
        Logger logger = System.getLogger("dev.memoize.agent");
        logger.log(Level.ERROR, "{0} is not memoized: {1}", className.replace('/', '.'), reason);
    }
}
