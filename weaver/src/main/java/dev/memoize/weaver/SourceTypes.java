package dev.memoize.weaver;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Answers questions about types and symbols in analyzed sources. What is not known is answered with no. */
final class SourceTypes {
    private final Trees trees;
    private final Types types;

    SourceTypes(JavacTask task, Trees trees) {
        this.trees = trees;
        this.types = task.getTypes();
    }

    @Nullable
    Element element(TreePath path) {
        return trees.getElement(path);
    }

    @Nullable
    TypeMirror type(TreePath path) {
        return trees.getTypeMirror(path);
    }

    @Nullable
    TypeElement classOf(TreePath parent, ExpressionTree expression) {
        return classOf(trees.getTypeMirror(new TreePath(parent, expression)));
    }

    /** The class of a declared type, or of the bound of a type variable. */
    static @Nullable TypeElement classOf(@Nullable TypeMirror type) {
        if (type instanceof TypeVariable variable) {
            return classOf(variable.getUpperBound());
        }
        // An error type is a DeclaredType, too.
        if (type instanceof DeclaredType declared && declared.getKind() == TypeKind.DECLARED) {
            return declared.asElement() instanceof TypeElement element ? element : null;
        }
        return null;
    }

    /** What is in an array, in an array of arrays, and so on; anything else is itself. */
    static TypeMirror innermost(TypeMirror type) {
        return type instanceof ArrayType array ? innermost(array.getComponentType()) : type;
    }

    static String name(@Nullable TypeElement type) {
        return type == null ? "" : type.getQualifiedName().toString();
    }

    /** Whether a class is one of those named or a subclass or implementation of one. */
    boolean isAny(@Nullable TypeElement type, Set<String> names) {
        if (type == null) {
            return false;
        }
        if (names.contains(name(type))) {
            return true;
        }
        for (TypeMirror above : types.directSupertypes(type.asType())) {
            if (isAny(classOf(above), names)) {
                return true;
            }
        }
        return false;
    }

    /** Whether objects of exactly this class are equal to themselves only. Enums are, but there is one of each. */
    boolean hasIdentityEquals(@Nullable TypeElement type) {
        if (type == null || type.getKind() != ElementKind.CLASS) {
            return false;
        }
        for (TypeElement c = type; c != null && !name(c).equals("java.lang.Object"); c = classOf(c.getSuperclass())) {
            if (c.getSuperclass().getKind() == TypeKind.ERROR || declaresEquals(c)) {
                return false;
            }
        }
        return true;
    }

    private boolean declaresEquals(TypeElement type) {
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            List<? extends VariableElement> parameters = method.getParameters();
            if (method.getSimpleName().contentEquals("equals")
                    && parameters.size() == 1
                    && name(classOf(types.erasure(parameters.get(0).asType()))).equals("java.lang.Object")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class keeps its constructors to itself and offers constants: an enum in all but name. */
    static boolean offersConstantsOnly(TypeElement type) {
        for (ExecutableElement constructor : ElementFilter.constructorsIn(type.getEnclosedElements())) {
            if (!constructor.getModifiers().contains(Modifier.PRIVATE)) {
                return false;
            }
        }
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            if (field.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL))
                    && type.equals(classOf(field.asType()))) {
                return true;
            }
        }
        return false;
    }
}
