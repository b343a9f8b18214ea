package dev.memoize.weaver;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;

/**
 * Checks annotated methods in the sources that javac has analyzed: what cannot be memoized is an error, what probably
 * should not be is a warning.
 *
 * <p>A class without annotated methods costs a look at its imports and its member declarations.
 */
final class SourceChecks {
    static final String PREFIX = "[memoize] ";

    private static final String PACKAGE = "dev.memoize";

    private final JavacTask task;
    private final Trees trees;
    private boolean failed;

    SourceChecks(JavacTask task, Trees trees) {
        this.task = task;
        this.trees = trees;
    }

    /** Checks a top-level class and all classes in it. Never throws: a mistake of ours must not end a compilation. */
    void check(TypeElement type, CompilationUnitTree unit) {
        try {
            TreePath root = new TreePath(unit);
            for (Tree declaration : unit.getTypeDecls()) {
                TreePath path = new TreePath(root, declaration);
                if (type.equals(trees.getElement(path))) {
                    ClassFacts facts = new ClassFacts(trees, path);
                    new AnnotatedMethods(trees, mentionsMemoize(unit), method -> check(method, facts))
                            .orphans(
                                    parameter -> new Report(trees, unit)
                                            .error(
                                                    parameter,
                                                    "@Memoize.Ignore is on a parameter of something that is not memoized; annotate the method with @Memoize or remove this"))
                            .scan(path, null);
                }
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            apologize(unit, type.getSimpleName().toString(), e);
        }
    }

    private void check(SourceMethod method, ClassFacts facts) {
        try {
            Report report = new Report(trees, method.unit());
            new TagChecks(new SourceParameters(task, trees, method), report).check(method);
            new InvalidatesChecks(task, new SourceParameters(task, trees, method), method, report).check();
            if (DeclarationChecks.check(method, report) && method.isMemoized()) {
                new MethodLint(method, new SourceTypes(task, trees), facts, report).check();
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            apologize(method.unit(), method.element().getSimpleName().toString(), e);
        }
    }

    /** A note, not a warning: it must not end a {@code -Werror} build. Types that are not found are javac's matter. */
    private void apologize(CompilationUnitTree unit, String name, Throwable e) {
        if (failed || e.getClass().getSimpleName().equals("CompletionFailure")) {
            return;
        }
        failed = true;
        try {
            new Report(trees, unit)
                    .note(
                            unit,
                            "could not check " + name + ", which does not change what it does: " + e
                                    + ". Please report this with the source.");
        } catch (RuntimeException | LinkageError unprintable) {
            // Nothing is left to say it with.
        }
    }

    /** Whether annotations of ours may stand anywhere in the file; else only fully qualified ones are looked for. */
    private static boolean mentionsMemoize(CompilationUnitTree unit) {
        if (unit.getPackageName() != null && unit.getPackageName().toString().equals(PACKAGE)) {
            return true;
        }
        for (ImportTree imported : unit.getImports()) {
            if (imported.getQualifiedIdentifier().toString().startsWith(PACKAGE + '.')) {
                return true;
            }
        }
        return false;
    }

    static boolean isOurs(AnnotationMirror annotation) {
        String name = SourceMethod.nameOf(annotation);
        return name.equals(SourceMethod.MEMOIZE)
                || name.equals(SourceMethod.LOG_TIME)
                || name.equals(SourceMethod.INVALIDATES)
                || name.equals(SourceMethod.INVALIDATES_LIST);
    }
}
