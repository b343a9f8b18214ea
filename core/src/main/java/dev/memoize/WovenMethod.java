package dev.memoize;

import dev.memoize.memo.Instances;
import dev.memoize.memo.Memoized;
import dev.memoize.memo.Registry;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A woven method as a method reference or reflection names it, with the instance it is bound to if any. */
final class WovenMethod {
    private final Memoized target;
    private final @Nullable Object bound;

    private WovenMethod(Memoized target, @Nullable Object bound) {
        this.target = target;
        this.bound = bound;
    }

    static WovenMethod of(Method method) {
        Objects.requireNonNull(method, "method is null; pass the Method of a memoized method");
        return new WovenMethod(find(method), null);
    }

    static WovenMethod of(Serializable reference) {
        Objects.requireNonNull(reference, "method is null; pass a method reference such as Fib::fib");
        SerializedLambda lambda = Unmasked.of(reference);
        if (lambda.getImplMethodName().startsWith("lambda$")) {
            throw new IllegalArgumentException(
                    "got a lambda, or a reference that the compiler made into one (varargs, super::); pass a plain method reference such as Fib::fib, or a java.lang.reflect.Method");
        }
        if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
            throw new IllegalArgumentException("got a reference to a constructor; a memo is of a method");
        }
        Method named = method(lambda, reference.getClass().getClassLoader());
        if (lambda.getCapturedArgCount() == 0) {
            return new WovenMethod(find(named), null);
        }
        Object receiver = lambda.getCapturedArg(0);
        Memoized memo = find(overriding(named, receiver.getClass()));
        Memoized own = memo instanceof Instances ? ((Instances) memo).attach(receiver) : memo;
        return new WovenMethod(own, receiver);
    }

    /** The woven method that overrides {@code named} in that class, or {@code named} itself. */
    private static Method overriding(Method named, Class<?> receiver) {
        if (Modifier.isPrivate(named.getModifiers())) {
            return named;
        }
        for (Class<?> type = receiver; type != null && type != named.getDeclaringClass(); type = type.getSuperclass()) {
            for (Method m : type.getDeclaredMethods()) {
                if (m.getName().equals(named.getName()) && Registry.find(m) != null && overrides(m, named)) {
                    return m;
                }
            }
        }
        return named;
    }

    /** Also where type arguments stand between them, of which a bridge tells. */
    private static boolean overrides(Method m, Method named) {
        Class<?>[] parameters = named.getParameterTypes();
        if (Modifier.isStatic(m.getModifiers()) || m.getParameterCount() != parameters.length) {
            return false;
        }
        if (Arrays.equals(m.getParameterTypes(), parameters)) {
            return true;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].isAssignableFrom(m.getParameterTypes()[i])) {
                return false;
            }
        }
        return Arrays.stream(m.getDeclaringClass().getDeclaredMethods())
                .anyMatch(bridge -> bridge.isBridge()
                        && bridge.getName().equals(named.getName())
                        && Arrays.equals(bridge.getParameterTypes(), parameters));
    }

    private static Method method(SerializedLambda lambda, @Nullable ClassLoader loader) {
        String name = lambda.getImplMethodName();
        try {
            Class<?> type = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
            MethodType signature = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
            Method found = declared(type, name, signature);
            if (found != null) {
                return found;
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalArgumentException(lambda.getImplClass() + "." + name + " is not found");
    }

    /** The method in the class or, inherited, above it. */
    private static @Nullable Method declared(@Nullable Class<?> type, String name, MethodType signature) {
        if (type == null) {
            return null;
        }
        for (Method m : type.getDeclaredMethods()) {
            if (m.getName().equals(name)
                    && m.getReturnType() == signature.returnType()
                    && Arrays.equals(m.getParameterTypes(), signature.parameterArray())) {
                return m;
            }
        }
        Method inherited = declared(type.getSuperclass(), name, signature);
        for (Class<?> i : type.getInterfaces()) {
            inherited = inherited != null ? inherited : declared(i, name, signature);
        }
        return inherited;
    }

    private static Memoized find(Method method) {
        Memoized memo = Registry.find(method);
        if (memo != null) {
            return memo;
        }
        String what = method.getDeclaringClass().getName() + "." + method.getName();
        if (!method.isAnnotationPresent(Memoize.class)) {
            throw new IllegalArgumentException(what + " is not annotated with @Memoize");
        }
        throw new IllegalArgumentException(what
                + " is annotated with @Memoize but not woven, so it runs without a cache. Add dev.memoize:memoize to the annotationProcessorPaths"
                + " of maven-compiler-plugin (Gradle: annotationProcessor) and build from clean: a build that names annotation processors or has a"
                + " module-info.java hides Memoize's plugin from javac without it. Where the compiler is not javac, weave with"
                + " byte-buddy-maven-plugin or run with -javaagent:memoize.jar.");
    }

    Memoized target() {
        return target;
    }

    /** What goes before the arguments of a key: the bound instance where the cache is not its own. */
    Object[] receiver() {
        boolean partOfKey = bound != null && target.method().settings().perClass();
        return partOfKey ? new Object[] {bound} : Memo.NO_ARGUMENTS;
    }

    @Nullable
    Object callBody(Object... arguments) throws Throwable {
        return invoke(target.method().body(), arguments);
    }

    private @Nullable Object invoke(MethodHandle handle, Object... arguments) throws Throwable {
        MethodHandle fixed = handle.asFixedArity();
        return bound == null
                ? fixed.invokeWithArguments(arguments)
                : fixed.bindTo(bound).invokeWithArguments(arguments);
    }

    /**
     * Gets the {@link SerializedLambda} of a method reference by beginning to serialize it, which needs no access to
     * the module it is in.
     */
    private static final class Unmasked extends ObjectOutputStream {
        private @Nullable SerializedLambda lambda;

        private Unmasked() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        @Override
        protected @Nullable Object replaceObject(Object object) {
            if (object instanceof SerializedLambda && lambda == null) {
                lambda = (SerializedLambda) object;
            }
            // Nothing of it shall be written, the bound instance least of all: it may not be serializable.
            return null;
        }

        static SerializedLambda of(Serializable reference) {
            try (Unmasked out = new Unmasked()) {
                out.writeObject(reference);
                if (out.lambda != null) {
                    return out.lambda;
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "not a method reference: " + reference.getClass().getName(), e);
            }
            throw new IllegalArgumentException(
                    "not a method reference: " + reference.getClass().getName() + "; pass one such as Fib::fib");
        }
    }
}
