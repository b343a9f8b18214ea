package dev.memoize.weaver;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.Trees;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** Says what was found in a source file, where it is. */
final class Report {
    private final Trees trees;
    private final CompilationUnitTree unit;

    Report(Trees trees, CompilationUnitTree unit) {
        this.trees = trees;
        this.unit = unit;
    }

    void error(Tree at, String message) {
        trees.printMessage(Kind.ERROR, SourceChecks.PREFIX + message, at, unit);
    }

    void note(Tree at, String message) {
        trees.printMessage(Kind.NOTE, SourceChecks.PREFIX + message, at, unit);
    }

    /** A warning unless {@code @SuppressWarnings} on the element, or on what it is in, names it. */
    void warn(Lint lint, Tree at, Element element, String message) {
        if (!isSuppressed(lint, element)) {
            trees.printMessage(lint.kind(), "[" + lint.key() + "] " + message, at, unit);
        }
    }

    private static boolean isSuppressed(Lint lint, Element element) {
        for (@Nullable Element e = element; e != null; e = e.getEnclosingElement()) {
            SuppressWarnings suppress = e.getAnnotation(SuppressWarnings.class);
            if (suppress != null) {
                for (String name : suppress.value()) {
                    if (name.equals(Lint.ALL) || name.equals(lint.key()) || name.equals("all")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
