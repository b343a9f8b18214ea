package dev.memoize.weaver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the memoized methods of a class that recur and may be run again, on another thread, when the stack has ended:
 * harmless bodies that call nothing but such methods and harmless ones that are not memoized.
 */
final class PureRecursion extends ClassVisitor {
    private static final int NEVER = Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;
    private static final int ONE_TARGET = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;

    private final Map<String, AnnotatedMethod> annotated;
    private final Map<String, BodyEffects> bodies = new HashMap<>();
    /** Whose call always ends in this class. */
    private final Set<String> oneTarget = new HashSet<>();

    private final Set<String> members = new HashSet<>();
    private String owner = "";
    private int classAccess;

    PureRecursion(Map<String, AnnotatedMethod> annotated) {
        super(Opcodes.ASM9);
        this.annotated = annotated;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name;
        classAccess = access;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        String key = name + descriptor;
        members.add(key);
        if (((access | classAccess & Opcodes.ACC_FINAL) & ONE_TARGET) != 0) {
            oneTarget.add(key);
        }
        AnnotatedMethod method = annotated.get(key);
        if ((access & NEVER) != 0 || name.startsWith("<") || method != null && !mayRunAgain(method)) {
            return null;
        }
        BodyEffects body = new BodyEffects(owner, access, descriptor);
        bodies.put(key, body);
        return body;
    }

    private static boolean mayRunAgain(AnnotatedMethod method) {
        return method.memoized()
                && method.timing() == AnnotatedMethod.Timing.NONE
                && !method.deepRecursion()
                && !method.settings().contains("tier=")
                // Its equals and hashCode are the user's.
                && (method.isStatic() || !method.classScope());
    }

    /** For each of these methods those with which it recurs, itself included where it calls itself. */
    Map<String, Set<String>> found() {
        Set<String> pure = pure();
        Map<String, Set<String>> reached = new HashMap<>();
        for (String method : pure) {
            if (annotated.containsKey(method)) {
                reached.put(method, reachable(method));
            }
        }
        Map<String, Set<String>> found = new LinkedHashMap<>();
        reached.forEach((method, others) -> {
            AnnotatedMethod m = annotated.get(method);
            boolean free = m != null && !members.contains(m.levelName() + m.descriptor());
            if (free && others.contains(method)) {
                Set<String> circle = new HashSet<>(others);
                circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(method));
                found.put(method, circle);
            }
        });
        found.values().forEach(circle -> circle.retainAll(found.keySet()));
        return found;
    }

    /** What is harmless whatever it calls, less what calls anything else, until nothing changes. */
    private Set<String> pure() {
        Set<String> pure = new HashSet<>(oneTarget);
        pure.retainAll(bodies.keySet());
        pure.removeIf(method -> !effects(method).isHarmless());
        while (pure.removeIf(method -> !callsOnly(pure, method))) {
            // Those that call it go next.
        }
        return pure;
    }

    /** A method that is not memoized may not call one that is: a level would be entered as if it were the first. */
    private boolean callsOnly(Set<String> pure, String method) {
        Set<String> calls = effects(method).ownCalls();
        return pure.containsAll(calls)
                && (annotated.containsKey(method) || calls.stream().noneMatch(annotated::containsKey));
    }

    private Set<String> reachable(String from) {
        Set<String> reached = new HashSet<>();
        Set<String> next = effects(from).ownCalls();
        while (!next.isEmpty()) {
            Set<String> further = new HashSet<>();
            for (String method : next) {
                if (reached.add(method)) {
                    further.addAll(effects(method).ownCalls());
                }
            }
            next = further;
        }
        return reached;
    }

    private BodyEffects effects(String method) {
        BodyEffects body = bodies.get(method);
        return body == null ? new BodyEffects(owner, 0, "()V") : body;
    }
}
