package dev.memoize.weaver;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** Finds the annotated methods of a class and of the classes in it. */
final class AnnotatedMethods extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Trees trees;
    private final boolean insideBodies;
    private final Consumer<SourceMethod> found;
    private Consumer<Tree> orphan = tree -> {};

    /** @param insideBodies whether to look for local and anonymous classes, which takes a walk over all code */
    AnnotatedMethods(Trees trees, boolean insideBodies, Consumer<SourceMethod> found) {
        this.trees = trees;
        this.insideBodies = insideBodies;
        this.found = found;
    }

    /** Gets each {@code @Memoize.Ignore} that is not on a parameter of a memoized method. */
    AnnotatedMethods orphans(Consumer<Tree> action) {
        orphan = action;
        return this;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
        List<? extends AnnotationTree> annotations = tree.getModifiers().getAnnotations();
        if (!annotations.isEmpty()) {
            AnnotationTree memoize = SourceMethod.find(trees, getCurrentPath(), annotations, SourceMethod.MEMOIZE);
            AnnotationTree logTime = SourceMethod.find(trees, getCurrentPath(), annotations, SourceMethod.LOG_TIME);
            List<AnnotationTree> invalidates =
                    SourceMethod.findAll(trees, getCurrentPath(), annotations, SourceMethod.INVALIDATES);
            if ((memoize != null || logTime != null || !invalidates.isEmpty())
                    && trees.getElement(getCurrentPath()) instanceof ExecutableElement element) {
                found.accept(new SourceMethod(getCurrentPath(), tree, element, memoize, logTime, invalidates));
            }
        }
        return super.visitMethod(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        List<? extends AnnotationTree> annotations = tree.getModifiers().getAnnotations();
        if (!annotations.isEmpty()) {
            AnnotationTree ignore = SourceMethod.find(trees, getCurrentPath(), annotations, SourceMethod.IGNORE);
            if (ignore != null && !isOnMemoized(getCurrentPath().getParentPath())) {
                orphan.accept(ignore);
            }
        }
        return insideBodies ? super.visitVariable(tree, null) : null;
    }

    private boolean isOnMemoized(TreePath owner) {
        return owner.getLeaf() instanceof MethodTree method
                && SourceMethod.find(trees, owner, method.getModifiers().getAnnotations(), SourceMethod.MEMOIZE)
                        != null;
    }

    @Override
    public @Nullable Void visitBlock(BlockTree tree, @Nullable Void unused) {
        return insideBodies ? super.visitBlock(tree, null) : null;
    }
}
