package dev.memoize.weaver;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import dev.memoize.memo.TagTemplate.Selector;
import dev.memoize.weaver.SourceMethod.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What {@code @Invalidates} may say. */
final class InvalidatesChecks {
    private static final List<String> TRANSACTIONAL = List.of(
            "org.springframework.transaction.annotation.Transactional",
            "jakarta.transaction.Transactional",
            "javax.transaction.Transactional");

    private final JavacTask task;
    private final SourceParameters parameters;
    private final SourceMethod method;
    private final Report report;

    InvalidatesChecks(JavacTask task, SourceParameters parameters, SourceMethod method, Report report) {
        this.task = task;
        this.parameters = parameters;
        this.method = method;
        this.report = report;
    }

    void check() {
        checkTransaction();
        List<AnnotationMirror> mirrors = mirrors();
        for (int i = 0; i < method.invalidates().size() && i < mirrors.size(); i++) {
            AnnotationTree tree = method.invalidates().get(i);
            if (isPossible(tree)) {
                new TagChecks(parameters, report).check(tree, mirrors.get(i), false);
                checkMethod(tree, mirrors.get(i));
            }
        }
    }

    /** Of the annotations, in the order of the source. */
    private List<AnnotationMirror> mirrors() {
        List<AnnotationMirror> all = new ArrayList<>();
        for (AnnotationMirror mirror : method.element().getAnnotationMirrors()) {
            String name = SourceMethod.nameOf(mirror);
            if (name.equals(SourceMethod.INVALIDATES)) {
                all.add(mirror);
            } else if (name.equals(SourceMethod.INVALIDATES_LIST)
                    && Objects.requireNonNull(SourceMethod.value(mirror, "value"))
                                    .getValue()
                            instanceof List<?> repeated) {
                for (Object each : repeated) {
                    if (((AnnotationValue) each).getValue() instanceof AnnotationMirror one) {
                        all.add(one);
                    }
                }
            }
        }
        return all;
    }

    /** A proxy commits around the method, which is what we are woven into. Private and static ones have no proxy. */
    private void checkTransaction() {
        if (method.invalidates().isEmpty() || method.is(Modifier.PRIVATE) || method.is(Modifier.STATIC)) {
            return;
        }
        for (String transactional : TRANSACTIONAL) {
            if (SourceMethod.annotation(method.element(), transactional) != null
                    || SourceMethod.annotation(enclosing(), transactional) != null) {
                report.warn(
                        Lint.BEFORE_COMMIT,
                        method.invalidates().get(0),
                        method.element(),
                        method.tree().getName()
                                + " is @Transactional, so it is committed after it has invalidated, and a reader in between"
                                + " stores the old result again; put @Invalidates on the method that calls it, or call"
                                + " Memos.invalidateTag after the commit");
                return;
            }
        }
    }

    private boolean isPossible(AnnotationTree tree) {
        boolean isAbstract = method.is(Modifier.ABSTRACT);
        if (isAbstract || method.is(Modifier.NATIVE)) {
            report.error(
                    tree,
                    method.tree().getName() + " is " + (isAbstract ? "abstract" : "native")
                            + ", so there is no end of it to wait for; put @Invalidates on "
                            + (isAbstract ? "the methods that implement it" : "a method that calls it"));
            return false;
        }
        if (method.isMemoized()) {
            report.error(
                    tree,
                    method.tree().getName()
                            + " is memoized, and a hit would invalidate nothing; move what it writes into a method of its own");
            return false;
        }
        return true;
    }

    private void checkMethod(AnnotationTree tree, AnnotationMirror mirror) {
        AnnotationValue written = SourceMethod.value(mirror, "method");
        String name = written == null ? "" : String.valueOf(written.getValue());
        boolean all = isTrue(mirror, "all");
        if (name.isEmpty()) {
            for (String useless : List.of("of", "args", "all")) {
                Tree at = SourceMethod.written(tree, useless);
                if (at != null) {
                    report.error(at, useless + " says nothing without method; name the method or remove it");
                    return;
                }
            }
            if (SourceMethod.written(tree, "tags") == null
                    || SourceMethod.texts(tree, mirror, "tags").isEmpty()) {
                report.error(tree, "there is nothing to invalidate; use tags or method");
            }
            return;
        }
        Tree at = Objects.requireNonNullElse(SourceMethod.written(tree, "method"), tree);
        List<Text> args = SourceMethod.texts(tree, mirror, "args");
        if (all && !args.isEmpty()) {
            report.error(args.get(0).expression(), "all results are dropped, whatever args are; remove one of them");
            return;
        }
        TypeElement owner = owner(mirror);
        if (owner == null) {
            return;
        }
        ExecutableElement target = target(owner, name, args.size(), at);
        if (target != null && !all) {
            checkInstance(owner, target, at);
            checkArguments(target, args, at);
        }
    }

    private TypeElement enclosing() {
        return (TypeElement) Objects.requireNonNull(method.element().getEnclosingElement());
    }

    private static boolean isTrue(AnnotationMirror mirror, String attribute) {
        AnnotationValue value = SourceMethod.value(mirror, attribute);
        return value != null && Boolean.TRUE.equals(value.getValue());
    }

    private @Nullable TypeElement owner(AnnotationMirror mirror) {
        AnnotationValue of = SourceMethod.value(mirror, "of");
        if (of == null || (of.getValue() instanceof TypeMirror type && type.getKind() == TypeKind.VOID)) {
            return enclosing();
        }
        return of.getValue() instanceof DeclaredType declared ? (TypeElement) declared.asElement() : null;
    }

    /** {@code null} when there is none, which has been reported. */
    private @Nullable ExecutableElement target(TypeElement owner, String name, int args, Tree at) {
        List<ExecutableElement> named = new ArrayList<>();
        TreeSet<String> memoized = new TreeSet<>();
        boolean declared = false;
        for (Element member : owner.getEnclosedElements()) {
            if (member.getKind() == ElementKind.METHOD) {
                boolean isNamed = member.getSimpleName().contentEquals(name);
                declared |= isNamed;
                if (SourceMethod.annotation(member, SourceMethod.MEMOIZE) != null) {
                    memoized.add(member.getSimpleName().toString());
                    if (isNamed) {
                        named.add((ExecutableElement) member);
                    }
                }
            }
        }
        if (named.isEmpty()) {
            report.error(
                    at,
                    declared
                            ? name + " of " + owner + " is not memoized; annotate it with @Memoize or remove this"
                            : owner + " declares no method " + name + "; "
                                    + (memoized.isEmpty()
                                            ? "none of its methods is memoized; say with of which class it is of"
                                            : "memoized are " + String.join(", ", memoized)));
            return null;
        }
        if (named.size() > 1 && args > 0) {
            named.removeIf(m -> keyed(m).size() != args);
        }
        if (named.size() != 1) {
            report.error(
                    at,
                    "more than one memoized " + name + " of " + owner
                            + (args == 0 ? " is there" : " could take these args")
                            + "; give the ones that are meant a tag, and use that");
            return null;
        }
        return named.get(0);
    }

    private static List<VariableElement> keyed(ExecutableElement memoized) {
        return memoized.getParameters().stream().filter(SourceMethod::isKeyed).collect(Collectors.toList());
    }

    /** A cache of the class that has the instance in its key can be found from that instance only. */
    private void checkInstance(TypeElement owner, ExecutableElement target, Tree at) {
        AnnotationMirror memoize = SourceMethod.annotation(target, SourceMethod.MEMOIZE);
        AnnotationValue scope = memoize == null ? null : SourceMethod.value(memoize, "scope");
        boolean perClass = scope != null
                && scope.getValue() instanceof VariableElement constant
                && constant.getSimpleName().contentEquals("CLASS")
                && !target.getModifiers().contains(Modifier.STATIC);
        TypeMirror here = enclosing().asType();
        boolean hasInstance = !method.is(Modifier.STATIC)
                && task.getTypes()
                        .isSubtype(
                                task.getTypes().erasure(here), task.getTypes().erasure(owner.asType()));
        if (perClass && !hasInstance) {
            report.error(
                    at,
                    "the results of " + target.getSimpleName() + " are of one " + owner
                            + " each, and there is none here; give it a tag, and use that");
        }
    }

    private void checkArguments(ExecutableElement target, List<Text> args, Tree at) {
        List<VariableElement> keyed = keyed(target);
        List<? extends VariableElement> own = parameters.all();
        if (!args.isEmpty() && args.size() != keyed.size()) {
            report.error(
                    args.get(0).expression(),
                    "args has " + args.size() + (args.size() == 1 ? " value" : " values") + ", and the key of "
                            + target.getSimpleName() + " is made of " + (keyed.isEmpty() ? "none" : keyed));
            return;
        }
        if (args.isEmpty() && own.size() < keyed.size()) {
            report.error(
                    at,
                    target.getSimpleName() + " has " + keyed.size() + " parameters in its key, and "
                            + method.tree().getName() + " has " + own.size() + "; say with args what they are, or use"
                            + " all = true or a tag");
            return;
        }
        for (int i = 0; i < keyed.size(); i++) {
            String given = args.isEmpty()
                    ? own.get(i).getSimpleName().toString()
                    : args.get(i).value();
            Tree where = args.isEmpty() ? at : args.get(i).expression();
            try {
                TypeMirror type = args.isEmpty()
                        ? own.get(i).asType()
                        : parameters.type(Selector.parse(args.get(i).value()));
                TypeMirror wanted = keyed.get(i).asType();
                if (!fits(type, wanted)) {
                    report.error(
                            where,
                            given + " is a " + type + ", and " + keyed.get(i) + " of " + target.getSimpleName()
                                    + " is a " + wanted + ", so no result would be found; say with args what it is");
                }
            } catch (IllegalArgumentException e) {
                report.error(where, String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean fits(TypeMirror type, TypeMirror wanted) {
        return task.getTypes()
                .isAssignable(task.getTypes().erasure(type), task.getTypes().erasure(wanted));
    }
}
