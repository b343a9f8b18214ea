package dev.memoize.weaver;

import com.sun.source.util.JavacTask;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The names that javac knows, whatever it writes into class files. */
final class SourceParameterNames implements ParameterNames {
    private final JavacTask task;
    private final TypeElement type;

    SourceParameterNames(JavacTask task, TypeElement type) {
        this.task = task;
        this.type = type;
    }

    @Override
    public @Nullable List<String> of(String method, String descriptor) {
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.METHOD
                    && member.getSimpleName().contentEquals(method)
                    && member instanceof ExecutableElement candidate
                    && descriptor(candidate).equals(descriptor)) {
                return candidate.getParameters().stream()
                        .map(p -> p.getSimpleName().toString())
                        .toList();
            }
        }
        return null;
    }

    private String descriptor(ExecutableElement method) {
        StringBuilder s = new StringBuilder("(");
        for (VariableElement parameter : method.getParameters()) {
            s.append(descriptor(parameter.asType()));
        }
        return s.append(')').append(descriptor(method.getReturnType())).toString();
    }

    private String descriptor(TypeMirror unerased) {
        TypeMirror erased = task.getTypes().erasure(unerased);
        return switch (erased.getKind()) {
            case BOOLEAN -> "Z";
            case BYTE -> "B";
            case SHORT -> "S";
            case CHAR -> "C";
            case INT -> "I";
            case LONG -> "J";
            case FLOAT -> "F";
            case DOUBLE -> "D";
            case VOID -> "V";
            case ARRAY -> "[" + descriptor(((ArrayType) erased).getComponentType());
            default -> {
                TypeElement element = (TypeElement) ((DeclaredType) erased).asElement();
                yield Names.descriptor(
                        task.getElements().getBinaryName(element).toString().replace('.', '/'));
            }
        };
    }
}
