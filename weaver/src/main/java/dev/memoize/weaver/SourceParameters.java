package dev.memoize.weaver;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.memoize.memo.TagTemplate.Selector;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** The parameters of one method and what their properties lead to, by the rules that the runtime follows. */
final class SourceParameters {
    private static final Set<String> WITH_TEXT = Set.of(
            "java.lang.String",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Character",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.util.UUID");

    private final JavacTask task;
    private final Trees trees;
    private final Types types;
    private final SourceMethod method;

    SourceParameters(JavacTask task, Trees trees, SourceMethod method) {
        this.task = task;
        this.trees = trees;
        this.types = task.getTypes();
        this.method = method;
    }

    List<? extends VariableElement> all() {
        return method.element().getParameters();
    }

    /** Throws {@link IllegalArgumentException} that names the value and the fix if there is none. */
    VariableElement parameter(Selector selector) {
        if (selector.isIndex() && selector.index() < all().size()) {
            return all().get(selector.index());
        }
        for (VariableElement parameter : all()) {
            if (parameter.getSimpleName().contentEquals(selector.parameter())) {
                return parameter;
            }
        }
        throw new IllegalArgumentException(method.tree().getName() + " has no parameter \"" + selector.parameter()
                + "\"; " + (all().isEmpty() ? "it has none" : "use " + names()));
    }

    private String names() {
        List<String> names =
                all().stream().map(p -> p.getSimpleName().toString()).toList();
        return names.size() == 1
                ? names.get(0)
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }

    /** What it gives. Throws as {@link #parameter} does. */
    TypeMirror type(Selector selector) {
        TypeMirror exact = parameter(selector).asType();
        TypeMirror seen = exact;
        for (String name : selector.properties()) {
            TypeMirror owner = types.erasure(seen);
            Element property = property(owner, name);
            if (property == null) {
                throw new IllegalArgumentException(
                        "{" + selector + "}: " + owner + " has no property " + name + "; it needs a method " + name
                                + "() or " + bean("get", name) + "(), or a field, that is accessible here");
            }
            TypeMirror declared = typeOf(property, property.asType());
            exact = exact instanceof DeclaredType of && owner.getKind() == TypeKind.DECLARED
                    ? typeOf(property, types.asMemberOf(of, property))
                    : declared;
            seen = declared;
        }
        return exact;
    }

    private static TypeMirror typeOf(Element member, TypeMirror type) {
        return member instanceof ExecutableElement
                ? ((javax.lang.model.type.ExecutableType) type).getReturnType()
                : type;
    }

    private static String bean(String prefix, String name) {
        return prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private @Nullable Element property(TypeMirror type, String name) {
        if (!(type instanceof DeclaredType declared)) {
            return null;
        }
        List<? extends Element> members = task.getElements().getAllMembers((TypeElement) declared.asElement());
        for (String accessor : List.of(name, bean("get", name), bean("is", name))) {
            for (Element member : members) {
                if (member instanceof ExecutableElement candidate
                        && candidate.getSimpleName().contentEquals(accessor)
                        && candidate.getParameters().isEmpty()
                        && candidate.getReturnType().getKind() != TypeKind.VOID
                        && isUsable(candidate, declared)) {
                    return candidate;
                }
            }
        }
        for (Element member : members) {
            if (member.getKind() == ElementKind.FIELD
                    && member.getSimpleName().contentEquals(name)
                    && isUsable(member, declared)) {
                return member;
            }
        }
        return null;
    }

    private boolean isUsable(Element member, DeclaredType type) {
        return !member.getModifiers().contains(Modifier.STATIC)
                && trees.isAccessible(trees.getScope(method.path()), member, type);
    }

    /** Whether its text tells values apart, and is the same in every process. */
    static boolean hasText(TypeMirror type) {
        if (type.getKind().isPrimitive()) {
            return true;
        }
        if (!(type instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement element)) {
            return false;
        }
        String name = element.getQualifiedName().toString();
        return element.getKind() == ElementKind.ENUM || WITH_TEXT.contains(name) || name.startsWith("java.time.");
    }
}
