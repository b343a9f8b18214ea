package dev.memoize.weaver;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
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
        @Nullable AnnotationTree logTime,
        List<AnnotationTree> invalidates) {
    static final String MEMOIZE = "dev.memoize.Memoize";
    static final String IGNORE = "dev.memoize.Memoize.Ignore";
    static final String INVALIDATES = "dev.memoize.Invalidates";
    static final String INVALIDATES_LIST = "dev.memoize.Invalidates.List";
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

    /** One string that an attribute has, and where it is written. */
    record Text(String value, Tree expression) {}

    /** The strings of an attribute that is an array of them; those that javac could evaluate. */
    static List<Text> texts(AnnotationTree tree, AnnotationMirror mirror, String attribute) {
        List<Text> texts = new ArrayList<>();
        ExpressionTree written = written(tree, attribute);
        AnnotationValue value = value(mirror, attribute);
        if (value == null || !(value.getValue() instanceof List<?> values)) {
            return texts;
        }
        List<? extends ExpressionTree> parts = written instanceof NewArrayTree array && array.getInitializers() != null
                ? array.getInitializers()
                : List.of();
        for (int i = 0; i < values.size(); i++) {
            String text = text(((AnnotationValue) values.get(i)).getValue());
            if (text != null) {
                Tree at = i < parts.size() ? parts.get(i) : written == null ? tree : written;
                texts.add(new Text(text, at));
            }
        }
        return texts;
    }

    /** The expression of an attribute, {@code null} if it is left out. */
    static @Nullable ExpressionTree written(AnnotationTree tree, String attribute) {
        for (ExpressionTree argument : tree.getArguments()) {
            if (argument instanceof AssignmentTree assignment
                    && assignment.getVariable().toString().equals(attribute)) {
                return assignment.getExpression();
            }
        }
        return null;
    }

    /** What is written for an attribute, {@code null} if it is left out. */
    static @Nullable AnnotationValue value(AnnotationMirror mirror, String attribute) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> e :
                mirror.getElementValues().entrySet()) {
            if (e.getKey().getSimpleName().contentEquals(attribute)) {
                return e.getValue();
            }
        }
        return null;
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
        List<AnnotationTree> all = findAll(trees, declaration, annotations, name);
        return all.isEmpty() ? null : all.get(0);
    }

    /** All annotations of that name on a declaration, in the order of the source. */
    static List<AnnotationTree> findAll(
            Trees trees, TreePath declaration, Iterable<? extends AnnotationTree> annotations, String name) {
        List<AnnotationTree> found = new ArrayList<>();
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        for (AnnotationTree annotation : annotations) {
            // The spelling first: it costs nothing, and most annotations are not ours.
            if (annotation.getAnnotationType().toString().endsWith(simpleName)) {
                TreePath type = new TreePath(new TreePath(declaration, annotation), annotation.getAnnotationType());
                Element element = trees.getElement(type);
                if (element instanceof TypeElement named
                        && named.getQualifiedName().contentEquals(name)) {
                    found.add(annotation);
                }
            }
        }
        return found;
    }
}
