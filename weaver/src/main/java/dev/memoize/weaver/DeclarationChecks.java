package dev.memoize.weaver;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.Tree;
import dev.memoize.memo.Settings;
import dev.memoize.weaver.SourceMethod.Attribute;
import java.util.Map;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/** What no annotated method may be, and what its attributes may not say. */
final class DeclarationChecks {
    private DeclarationChecks() {}

    /** Whether the method has a body and a result, so that a closer look makes sense. */
    static boolean check(SourceMethod method, Report report) {
        boolean fine = true;
        if (method.logTime() != null) {
            fine = hasBody(method, method.logTime(), "@LogTime", "time", report);
        }
        if (method.memoize() != null) {
            fine &= hasBody(method, method.memoize(), "@Memoize", "remember", report)
                    && hasResult(method, method.memoize(), report);
            checkAttributes(method, report);
        }
        return fine;
    }

    private static boolean hasBody(
            SourceMethod method, AnnotationTree annotation, String name, String verb, Report report) {
        boolean isAbstract = method.is(Modifier.ABSTRACT);
        if (isAbstract || method.is(Modifier.NATIVE)) {
            report.error(
                    annotation,
                    method.tree().getName() + " is " + (isAbstract ? "abstract" : "native")
                            + ", so there is no body to "
                            + verb + "; put " + name
                            + (isAbstract ? " on the methods that implement it" : " on a method that calls it"));
            return false;
        }
        return true;
    }

    private static boolean hasResult(SourceMethod method, Tree annotation, Report report) {
        if (method.element().getKind() == ElementKind.CONSTRUCTOR) {
            // @Target says so already.
            return false;
        }
        if (method.element().getReturnType().getKind() == TypeKind.VOID) {
            report.error(
                    annotation,
                    method.tree().getName()
                            + " returns void, so there is no result to remember; return one or remove @Memoize");
            return false;
        }
        return true;
    }

    private static void checkAttributes(SourceMethod method, Report report) {
        Map<String, Attribute> attributes = method.attributes();
        boolean valid = true;
        Settings all = Settings.DEFAULT;
        for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
            try {
                all = all.with(attribute.getKey(), attribute.getValue().value());
            } catch (IllegalArgumentException e) {
                report.error(attribute.getValue().expression(), String.valueOf(e.getMessage()));
                valid = false;
            }
        }
        if (valid) {
            checkTimes(attributes, all, report);
        }
        Attribute deep = attributes.get("deepRecursion");
        if (deep != null && deep.value().equals("true") && method.is(Modifier.SYNCHRONIZED)) {
            report.error(
                    deep.expression(),
                    method.tree().getName()
                            + " is synchronized, so a level on a fresh stack would wait for the lock that the level"
                            + " before it holds; lock inside the body, around what does not recur, or remove"
                            + " deepRecursion");
        }
        Attribute scope = attributes.get("scope");
        if (scope != null && scope.value().equals("CLASS") && method.is(Modifier.STATIC)) {
            report.warn(
                    Lint.NO_EFFECT,
                    scope.expression(),
                    method.element(),
                    method.tree().getName() + " is static, so it has one cache anyway; remove scope");
        }
    }

    private static void checkTimes(Map<String, Attribute> attributes, Settings all, Report report) {
        Map.Entry<String, String> conflict = all.conflict();
        Attribute first = conflict == null ? null : attributes.get(conflict.getKey());
        if (conflict != null && first != null) {
            report.error(first.expression(), conflict.getValue());
        }
    }

    /** Whether results are kept nowhere. A second tier keeps them when the heap does not. */
    static boolean storesNothing(Map<String, Attribute> attributes) {
        Attribute maxSize = attributes.get("maxSize");
        Attribute tier = attributes.get("tier");
        return maxSize != null
                && maxSize.value().equals("0")
                && (tier == null || tier.value().isEmpty());
    }
}
