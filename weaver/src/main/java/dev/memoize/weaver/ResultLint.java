package dev.memoize.weaver;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Judges results as something that many callers are given. */
final class ResultLint {
    private static final Set<String> MUTABLE_COLLECTORS =
            Set.of("toList", "toSet", "toMap", "toCollection", "groupingBy", "partitioningBy");

    private static final String SHARED = "every caller gets the same ";

    private final SourceMethod method;
    private final SourceTypes types;
    private final Report report;

    ResultLint(SourceMethod method, SourceTypes types, Report report) {
        this.method = method;
        this.types = types;
        this.report = report;
    }

    void check(BodyScan body, boolean stores) {
        TypeMirror type = method.element().getReturnType();
        Tree tree = method.tree().getReturnType();
        if (!stores || tree == null) {
            return;
        }
        tree = tree instanceof ParameterizedTypeTree generic ? generic.getType() : tree;
        TypeElement element = SourceTypes.classOf(type);
        if (type.getKind() == TypeKind.ARRAY) {
            warn(
                    Lint.MUTABLE_RESULT,
                    tree,
                    SHARED
                            + "array, and one that writes to it changes the remembered result; return an unmodifiable List, or see to it that no caller writes to it");
        } else if (KnownTypes.STREAMS.contains(SourceTypes.name(element))) {
            report.error(
                    tree,
                    simpleName(element)
                            + " can be used once, and a hit would return one that was used; return its elements, as "
                            + (simpleName(element).equals("Stream") ? "toList()" : "boxed().toList()") + " gives them");
        } else if (types.isAny(element, KnownTypes.ONE_SHOT)) {
            warn(
                    Lint.ONE_SHOT_RESULT,
                    tree,
                    SHARED + simpleName(element)
                            + ", and the first to use it leaves nothing for the others; return what it would give, as a list or an array of bytes");
        } else if (SourceTypes.name(element).equals("java.lang.Void")) {
            warn(
                    Lint.NO_RESULT,
                    tree,
                    "there is no result to remember, so the body runs once for each key and then never again; remove @Memoize unless that is meant");
        } else if (types.isAny(element, KnownTypes.ASYNC)) {
            warn(
                    Lint.ASYNC_RESULT,
                    tree,
                    "the " + simpleName(element)
                            + " is remembered before it is complete, also one that fails or is cancelled later; memoize the method that computes its value");
        } else if (types.isAny(element, KnownTypes.MUTABLE)) {
            warn(
                    Lint.MUTABLE_RESULT,
                    tree,
                    SHARED + simpleName(element)
                            + ", and one that changes it changes the remembered result; return something unmodifiable, such as "
                            + unmodifiable(element));
        } else if (element != null) {
            checkReturned(body);
        }
    }

    private String unmodifiable(@Nullable TypeElement type) {
        if (types.isAny(type, Set.of("java.util.List"))) {
            return "List.copyOf of it";
        }
        if (types.isAny(type, Set.of("java.util.Map"))) {
            return "Map.copyOf or Collections.unmodifiableMap of it";
        }
        if (types.isAny(type, Set.of("java.util.Set"))) {
            return "Set.copyOf or Collections.unmodifiableSet of it";
        }
        return types.isAny(type, KnownTypes.DATES) ? "an Instant" : "a String or a record";
    }

    /** The declared type may be anything, as List is: what is returned tells. */
    private void checkReturned(BodyScan body) {
        for (TreePath result : body.results) {
            TypeElement made = mutable(result, body, new HashSet<>());
            if (made != null) {
                warn(
                        Lint.MUTABLE_RESULT,
                        result.getLeaf(),
                        SHARED + simpleName(made)
                                + ", and one that changes it changes the remembered result; return "
                                + unmodifiable(made));
            }
        }
    }

    /** The mutable type that an expression has made, {@code null} when it is not known to. */
    private @Nullable TypeElement mutable(TreePath path, BodyScan body, Set<Element> followed) {
        Tree tree = path.getLeaf();
        if (tree instanceof ParenthesizedTree inner) {
            return mutable(path, inner.getExpression(), body, followed);
        }
        if (tree instanceof TypeCastTree cast) {
            return mutable(path, cast.getExpression(), body, followed);
        }
        if (tree instanceof AssignmentTree assignment) {
            return mutable(path, assignment.getExpression(), body, followed);
        }
        if (tree instanceof ConditionalExpressionTree choice) {
            TypeElement first = mutable(path, choice.getTrueExpression(), body, followed);
            return first != null ? first : mutable(path, choice.getFalseExpression(), body, followed);
        }
        if (tree instanceof SwitchExpressionTree choice) {
            return mutableCase(path, choice, body, followed);
        }
        if (tree instanceof IdentifierTree) {
            return mutableLocal(types.element(path), body, followed);
        }
        if (tree instanceof NewClassTree) {
            TypeElement made = SourceTypes.classOf(types.type(path));
            return types.isAny(made, KnownTypes.MUTABLE) ? named(made) : null;
        }
        return tree instanceof MethodInvocationTree call ? mutableCall(path, call) : null;
    }

    private @Nullable TypeElement mutable(TreePath parent, Tree part, BodyScan body, Set<Element> followed) {
        return mutable(new TreePath(parent, part), body, followed);
    }

    private @Nullable TypeElement mutableCase(
            TreePath path, SwitchExpressionTree choice, BodyScan body, Set<Element> followed) {
        for (CaseTree branch : choice.getCases()) {
            if (branch.getBody() instanceof ExpressionTree value) {
                TypeElement made = mutable(new TreePath(path, branch), value, body, followed);
                if (made != null) {
                    return made;
                }
            }
        }
        return null;
    }

    private @Nullable TypeElement mutableLocal(@Nullable Element variable, BodyScan body, Set<Element> followed) {
        if (variable != null && variable.getKind() == ElementKind.LOCAL_VARIABLE && followed.add(variable)) {
            for (TreePath value : body.assigned.getOrDefault(variable, List.of())) {
                TypeElement made = mutable(value, body, followed);
                if (made != null) {
                    return made;
                }
            }
        }
        return null;
    }

    private @Nullable TypeElement mutableCall(TreePath path, MethodInvocationTree call) {
        Element called = types.element(new TreePath(path, call.getMethodSelect()));
        if (called == null || !(called.getEnclosingElement() instanceof TypeElement owner)) {
            return null;
        }
        String name = called.getSimpleName().toString();
        boolean makes = switch (SourceTypes.name(owner)) {
            case "java.util.Arrays" -> name.equals("asList");
            case "java.util.stream.Stream" -> name.equals("collect") && collectsMutable(path, call);
            case "com.google.common.collect.Lists",
                    "com.google.common.collect.Sets",
                    "com.google.common.collect.Maps" -> name.startsWith("new");
            default -> false;
        };
        return makes ? SourceTypes.classOf(types.type(path)) : null;
    }

    private boolean collectsMutable(TreePath path, MethodInvocationTree call) {
        if (call.getArguments().size() == 1 && call.getArguments().get(0) instanceof MethodInvocationTree collector) {
            TreePath select = new TreePath(new TreePath(path, collector), collector.getMethodSelect());
            Element made = types.element(select);
            return made != null
                    && made.getEnclosingElement() instanceof TypeElement owner
                    && SourceTypes.name(owner).equals("java.util.stream.Collectors")
                    && MUTABLE_COLLECTORS.contains(made.getSimpleName().toString());
        }
        return false;
    }

    /** An anonymous class goes by the class above it. */
    private static @Nullable TypeElement named(@Nullable TypeElement type) {
        return type != null && type.getSimpleName().isEmpty() ? SourceTypes.classOf(type.getSuperclass()) : type;
    }

    private static String simpleName(@Nullable TypeElement type) {
        return type == null ? "" : type.getSimpleName().toString();
    }

    private void warn(Lint lint, Tree at, String message) {
        report.warn(lint, at, method.element(), message);
    }
}
