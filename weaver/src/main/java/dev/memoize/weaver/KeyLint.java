package dev.memoize.weaver;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/** Judges parameters as parts of a key. */
final class KeyLint {
    private static final String IGNORE = "leave it out with @Memoize.Ignore";

    /** Names of parameters that are there to split the cache: a body need not use them. */
    private static final Pattern SPLITS = Pattern.compile(
            "(?i)_.*|(unused|ignored?|dummy).*|.*(version|revision|epoch|generation|bucket|salt|hash|stamp)");

    private final SourceMethod method;
    private final SourceTypes types;
    private final ClassFacts facts;
    private final Report report;

    KeyLint(SourceMethod method, SourceTypes types, ClassFacts facts, Report report) {
        this.method = method;
        this.types = types;
        this.facts = facts;
        this.report = report;
    }

    void check(BodyScan body, boolean stores) {
        List<? extends VariableElement> parameters = method.element().getParameters();
        for (int i = 0; stores && i < parameters.size(); i++) {
            VariableElement parameter = parameters.get(i);
            if (SourceMethod.isKeyed(parameter)) {
                VariableTree tree = method.tree().getParameters().get(i);
                if (!body.used.contains(parameter)) {
                    checkUnused(parameter, tree, body);
                } else if (isAlwaysNew(i)) {
                    report.error(
                            tree,
                            "every call passes a new " + typeName(parameter.asType()) + " as " + tree.getName()
                                    + ", equal to itself only, so this can never hit; give "
                                    + typeName(parameter.asType()) + " equals and hashCode, or " + IGNORE);
                } else {
                    checkType(parameter, tree, body.passedOn.contains(parameter));
                }
            }
        }
    }

    private void checkUnused(VariableElement parameter, VariableTree tree, BodyScan body) {
        boolean meant = SPLITS.matcher(parameter.getSimpleName()).matches() || isRegistry(body) || isConstant(body);
        if (!meant && !method.tree().getBody().getStatements().isEmpty()) {
            warn(
                    Lint.UNUSED_KEY,
                    parameter,
                    tree,
                    "the body does not use " + tree.getName() + ", but each value of it gets a result of its own; "
                            + IGNORE);
        }
    }

    /** Whether each key gets an object of its own, such as a lock. */
    private boolean isRegistry(BodyScan body) {
        return body.results.stream()
                .anyMatch(result -> result.getLeaf() instanceof NewClassTree
                        && types.hasIdentityEquals(SourceTypes.classOf(types.type(result))));
    }

    /** Whether the method says the same to all: something to be overridden, mostly. */
    private static boolean isConstant(BodyScan body) {
        return body.results.stream().allMatch(result -> result.getLeaf() instanceof LiteralTree);
    }

    /** @param fromGraph whether the method calls itself with an object that it found: then identity is what is meant */
    private void checkType(VariableElement parameter, VariableTree tree, boolean fromGraph) {
        TypeMirror type = SourceTypes.innermost(parameter.asType());
        TypeElement element = SourceTypes.classOf(type);
        if (element == null) {
            return;
        }
        String name = typeName(type);
        if (types.isAny(element, KnownTypes.MUTABLE_BY_IDENTITY)) {
            warn(
                    Lint.MUTABLE_KEY,
                    parameter,
                    tree,
                    name
                            + " is equal to itself only, whatever it holds, so a hit may return the result for an earlier content; take what it holds, such as a String or a number, or "
                            + IGNORE);
        } else if (types.isAny(element, KnownTypes.MUTABLE)) {
            warn(
                    Lint.MUTABLE_KEY,
                    parameter,
                    tree,
                    name + " can be changed while it is a key, and is then never found again; "
                            + (types.isAny(element, KnownTypes.DATES)
                                    ? "take an Instant"
                                    : "take the interface and pass an unmodifiable copy")
                            + ", or " + IGNORE);
        } else if (types.isAny(element, KnownTypes.ONE_SHOT)) {
            identity(
                    parameter,
                    tree,
                    name + " is used up by the first call and equal to itself only",
                    "take what it is read from");
        } else if (types.isAny(element, KnownTypes.PER_REQUEST)) {
            identity(
                    parameter,
                    tree,
                    name + " is another object for each request, so this hardly ever hits",
                    "take what you need from it");
        } else if (isFunction(element)) {
            identity(
                    parameter,
                    tree,
                    name
                            + " takes lambdas, and one that captures anything is a new object each time, equal to itself only",
                    "pass a constant");
        } else if (!fromGraph && isCertainlyByIdentity(element)) {
            identity(
                    parameter,
                    tree,
                    name + " inherits equals from Object, so only the very same object hits",
                    "give it equals and hashCode, take what identifies it");
        }
    }

    private void identity(VariableElement parameter, VariableTree tree, String problem, String fix) {
        warn(Lint.IDENTITY_KEY, parameter, tree, problem + "; " + fix + ", or " + IGNORE);
    }

    private static boolean isFunction(TypeElement type) {
        return type.getAnnotation(FunctionalInterface.class) != null;
    }

    /** An abstract class says nothing about the equals of its subclasses. */
    private boolean isCertainlyByIdentity(TypeElement type) {
        return types.hasIdentityEquals(type)
                && !SourceTypes.name(type).equals("java.lang.Object")
                && !type.getModifiers().contains(Modifier.ABSTRACT)
                && !KnownTypes.CANONICAL.contains(SourceTypes.name(type))
                && !SourceTypes.offersConstantsOnly(type);
    }

    /**
     * Whether no argument can ever be equal to an earlier one. Sure only where all calls can be seen, that is of a
     * private method, and each makes a new object that is equal to itself only.
     */
    private boolean isAlwaysNew(int index) {
        boolean spread = method.element().isVarArgs()
                && index == method.element().getParameters().size() - 1;
        if (!method.is(Modifier.PRIVATE) || spread) {
            return false;
        }
        List<MethodInvocationTree> calls = facts.callsOf(method.element());
        return !calls.isEmpty()
                && calls.stream().allMatch(call -> isNew(call.getArguments().get(index)));
    }

    private boolean isNew(ExpressionTree argument) {
        if (argument instanceof ParenthesizedTree inner) {
            return isNew(inner.getExpression());
        }
        if (argument instanceof TypeCastTree cast) {
            return isNew(cast.getExpression());
        }
        return argument instanceof NewClassTree creation
                && types.hasIdentityEquals(types.classOf(method.path(), creation));
    }

    private static String typeName(TypeMirror type) {
        TypeElement element = SourceTypes.classOf(type);
        return element == null ? type.toString() : element.getSimpleName().toString();
    }

    private void warn(Lint lint, VariableElement parameter, VariableTree tree, String message) {
        report.warn(lint, tree, parameter, message);
    }
}
