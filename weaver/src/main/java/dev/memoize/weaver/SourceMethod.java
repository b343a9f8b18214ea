package dev.memoize.weaver;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/** An annotated method, as its source is. */
record SourceMethod(
        TreePath path,
        MethodTree tree,
        ExecutableElement element,
        @Nullable AnnotationTree memoize,
        @Nullable AnnotationTree logTime) {
    static final String MEMOIZE = "dev.memoize.Memoize";
    static final String IGNORE = "dev.memoize.Memoize.Ignore";
    static final String LOG_TIME = "dev.memoize.LogTime";

    /** An attribute that is written out: its constant value and the expression that gives it. */
    record Attribute(String value, Tree expression) {}

    boolean isMemoized() {
        return memoize != null;
    }

    CompilationUnitTree unit() {
        return path.getCompilationUnit();
    }

    boolean is(Modifier modifier) {
        return element.getModifiers().contains(modifier);
    }

    /** The attributes of {@code @Memoize} that javac could evaluate, in the order of the source. */
    Map<String, Attribute> attributes() {
        Map<String, Attribute> all = new LinkedHashMap<>();
        AnnotationMirror mirror = annotation(element, MEMOIZE);
        if (memoize == null || mirror == null) {
            return all;
        }
        Map<String, Tree> expressions = new LinkedHashMap<>();
        for (ExpressionTree argument : memoize.getArguments()) {
            if (argument instanceof AssignmentTree assignment) {
                expressions.put(assignment.getVariable().toString(), assignment.getExpression());
            }
        }
        mirror.getElementValues().forEach((attribute, value) -> {
            String name = attribute.getSimpleName().toString();
            Tree expression = expressions.getOrDefault(name, memoize);
            String text = text(value.getValue());
            if (text != null) {
                all.put(name, new Attribute(text, expression));
            }
        });
        return all;
    }

    /** {@code null} for arrays and nested annotations, and for what is not a constant, which javac has reported. */
    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof VariableElement constant) {
            return constant.getSimpleName().toString();
        }
        boolean simple = value instanceof String || value instanceof Number || value instanceof Boolean;
        return simple && !"<error>".equals(value) ? String.valueOf(value) : null;
    }

    /** Whether a parameter is part of the key. */
    static boolean isKeyed(VariableElement parameter) {
        return annotation(parameter, IGNORE) == null;
    }

    static @Nullable AnnotationMirror annotation(Element element, String name) {
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            if (nameOf(annotation).equals(name)) {
                return annotation;
            }
        }
        return null;
    }

    static String nameOf(AnnotationMirror annotation) {
        Element type = annotation.getAnnotationType().asElement();
        return type instanceof TypeElement named ? named.getQualifiedName().toString() : "";
    }

    /** The annotation of that name on a declaration, {@code null} when there is none. */
    static @Nullable AnnotationTree find(
            Trees trees, TreePath declaration, Iterable<? extends AnnotationTree> annotations, String name) {
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        for (AnnotationTree annotation : annotations) {
            // The spelling first: it costs nothing, and most annotations are not ours.
            if (annotation.getAnnotationType().toString().endsWith(simpleName)) {
                TreePath type = new TreePath(new TreePath(declaration, annotation), annotation.getAnnotationType());
                Element element = trees.getElement(type);
                if (element instanceof TypeElement named
                        && named.getQualifiedName().contentEquals(name)) {
                    return annotation;
                }
            }
        }
        return null;
    }
}
