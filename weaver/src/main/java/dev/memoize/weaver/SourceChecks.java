package dev.memoize.weaver;

import com.sun.source.util.*;
import javax.lang.model.element.*;

final class SourceChecks {
    static final String PREFIX = "[memoize] ";

    SourceChecks(JavacTask task, Trees trees) {}

    void check(TypeElement type) {}

    static boolean isOurs(AnnotationMirror annotation) {
        String name = ((TypeElement) annotation.getAnnotationType().asElement())
                .getQualifiedName()
                .toString();
        return name.equals("dev.memoize.Memoize") || name.equals("dev.memoize.LogTime");
    }
}
