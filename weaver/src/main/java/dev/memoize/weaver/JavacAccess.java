package dev.memoize.weaver;

import com.sun.source.util.JavacTask;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import javax.tools.JavaFileManager;

/**
 * Gets the file manager of a running javac, which no exported API hands to a plugin.
 *
 * <p>{@code jdk.compiler} does not export the package that knows it, and asking every user for {@code --add-exports}
 * would end "one dependency, nothing to configure". {@code sun.reflect.ReflectionFactory}, which
 * {@code jdk.unsupported} exports for serialization libraries, makes any constructor callable, so also that of a lookup
 * which sees all modules. It is used for this one call.
 */
final class JavacAccess {
    private static final int TRUSTED = -1;

    private JavacAccess() {}

    static JavaFileManager fileManager(JavacTask task) {
        try {
            Class<?> taskClass =
                    Class.forName("com.sun.tools.javac.api.BasicJavacTask", false, JavacTask.class.getClassLoader());
            Class<?> contextClass =
                    Class.forName("com.sun.tools.javac.util.Context", false, JavacTask.class.getClassLoader());
            Lookup lookup = lookup(taskClass);
            MethodHandle getContext = lookup.findVirtual(taskClass, "getContext", MethodType.methodType(contextClass));
            MethodHandle get =
                    lookup.findVirtual(contextClass, "get", MethodType.methodType(Object.class, Class.class));
            return (JavaFileManager) get.invoke(getContext.invoke(task), JavaFileManager.class);
        } catch (Throwable e) {
            throw new WeavingException(
                    "Memoize cannot reach the file manager of this javac (Java " + Runtime.version() + "): " + e
                            + ". Start javac with -J--add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED"
                            + " -J--add-exports=jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED, or weave with the agent or the Byte Buddy plugin.",
                    e);
        }
    }

    private static Lookup lookup(Class<?> target) throws ReflectiveOperationException {
        Module javac = target.getModule();
        if (javac.isExported(target.getPackageName(), JavacAccess.class.getModule())) {
            return MethodHandles.lookup();
        }
        Constructor<Lookup> constructor = Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
        Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
        Object instance = factory.getMethod("getReflectionFactory").invoke(null);
        Constructor<?> callable =
                (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                        .invoke(instance, Lookup.class, constructor);
        return (Lookup) callable.newInstance(target, null, TRUSTED);
    }
}
