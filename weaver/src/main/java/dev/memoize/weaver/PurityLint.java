package dev.memoize.weaver;

import com.sun.source.tree.Tree;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/** Warns of bodies whose result does not follow from the arguments, or that do more than return one. */
final class PurityLint {
    private final SourceMethod method;
    private final ClassFacts facts;
    private final Report report;

    PurityLint(SourceMethod method, ClassFacts facts, Report report) {
        this.method = method;
        this.facts = facts;
        this.report = report;
    }

    void check(BodyScan body, boolean answerMayChange) {
        body.changed.forEach((parameter, at) -> warn(
                Lint.CHANGES_ARGUMENT,
                at,
                "this changes the argument " + parameter.getSimpleName()
                        + ", which a hit will not do; change a copy of it"));
        for (Tree print : body.prints) {
            warn(
                    Lint.PRINTS,
                    print,
                    "this prints on a miss only; if that is meant, @SuppressWarnings(\"" + Lint.PRINTS.key()
                            + "\") says so");
        }
        if (answerMayChange) {
            return;
        }
        for (BodyScan.Impure impure : body.impure) {
            if (body.flow.reachesResult(impure.path()) && !isReset(impure, body)) {
                warn(
                        impure.finding().lint(),
                        impure.path().getLeaf(),
                        impure.finding().message());
            }
        }
        body.fields.forEach((field, at) -> checkField(field, at, body.written.contains(field)));
    }

    private static boolean isReset(BodyScan.Impure impure, BodyScan body) {
        return body.reset.stream()
                .anyMatch(local -> body.assigned.getOrDefault(local, List.of()).stream()
                        .anyMatch(value -> value.getLeaf() == impure.path().getLeaf()));
    }

    private void checkField(VariableElement field, Tree at, boolean written) {
        if (isInjected(field) || !mayChange(field) || facts.invalidates()) {
            return;
        }
        boolean isStatic = field.getModifiers().contains(Modifier.STATIC);
        String name = (isStatic ? "the static field " : "the field ") + field.getSimpleName();
        warn(
                isStatic ? Lint.MUTABLE_STATIC : Lint.MUTABLE_FIELD,
                at,
                written
                        ? "this changes " + name + ", which a hit will not do; do it outside of the memoized method"
                        : name
                                + " is not final, and a hit does not look at it again; make it final, pass its value as a parameter, or clear the memo when it changes");
    }

    /** A field that only its own class can assign, and does not, is final in all but name. */
    private boolean mayChange(VariableElement field) {
        return !isConfined(field) || facts.assignsLater(field);
    }

    /** Whether code outside of the top-level class cannot name it. */
    private static boolean isConfined(Element field) {
        for (@Nullable Element e = field; e != null; e = e.getEnclosingElement()) {
            boolean isLocal = e instanceof TypeElement type
                    && (type.getNestingKind() == NestingKind.LOCAL || type.getNestingKind() == NestingKind.ANONYMOUS);
            if (isLocal || e.getModifiers().contains(Modifier.PRIVATE)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInjected(VariableElement field) {
        for (AnnotationMirror annotation : field.getAnnotationMirrors()) {
            Element type = annotation.getAnnotationType().asElement();
            if (type instanceof TypeElement
                    && KnownTypes.INJECTED.contains(type.getSimpleName().toString())) {
                return true;
            }
        }
        return false;
    }

    private void warn(Lint lint, Tree at, String message) {
        report.warn(lint, at, method.element(), message);
    }
}
