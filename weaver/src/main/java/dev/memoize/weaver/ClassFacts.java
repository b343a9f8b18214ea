package dev.memoize.weaver;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * What the code of a top-level class does to its fields and private methods. Gathered in one walk when first asked,
 * which is seldom.
 */
final class ClassFacts {
    private static final Set<String> INVALIDATING =
            Set.of("cacheClear", "invalidate", "invalidateIf", "invalidateAll", "cacheClearAll");

    private final Trees trees;
    private final TreePath topLevel;
    private @Nullable Walk walk;

    ClassFacts(Trees trees, TreePath topLevel) {
        this.trees = trees;
        this.topLevel = topLevel;
    }

    /** Whether the class assigns a field after its initialization. */
    boolean assignsLater(Element field) {
        return walk().assigned.contains(field);
    }

    /** Whether the class drops remembered results itself, so that its author knows that they change. */
    boolean invalidates() {
        return walk().invalidates;
    }

    /** The calls of a method in this class; none if it is also used as a method reference. */
    List<MethodInvocationTree> callsOf(ExecutableElement method) {
        return walk().referenced.contains(method) ? List.of() : walk().calls.getOrDefault(method, List.of());
    }

    private Walk walk() {
        Walk w = walk;
        if (w == null) {
            w = new Walk();
            w.scan(topLevel, null);
            walk = w;
        }
        return w;
    }

    private final class Walk extends TreePathScanner<@Nullable Void, @Nullable Void> {
        final Set<Element> assigned = new HashSet<>();
        final Set<Element> referenced = new HashSet<>();
        final Map<Element, List<MethodInvocationTree>> calls = new HashMap<>();
        boolean invalidates;

        @Override
        public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
            assign(tree.getVariable());
            return super.visitAssignment(tree, null);
        }

        @Override
        public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree, @Nullable Void unused) {
            assign(tree.getVariable());
            return super.visitCompoundAssignment(tree, null);
        }

        @Override
        public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
            switch (tree.getKind()) {
                case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                    assign(tree.getExpression());
                default -> {}
            }
            return super.visitUnary(tree, null);
        }

        private void assign(ExpressionTree target) {
            Element element = trees.getElement(new TreePath(getCurrentPath(), target));
            if (element != null && element.getKind() == ElementKind.FIELD && !isInitialization(element)) {
                assigned.add(element);
            }
        }

        private boolean isInitialization(Element field) {
            boolean isStatic = field.getModifiers().contains(Modifier.STATIC);
            for (TreePath p = getCurrentPath(); p != null; p = p.getParentPath()) {
                TreePath parent = p.getParentPath();
                if (p.getLeaf() instanceof LambdaExpressionTree || parent == null) {
                    return false;
                }
                if (p.getLeaf() instanceof MethodTree method) {
                    return !isStatic && method.getReturnType() == null && isOwner(parent, field);
                }
                if (p.getLeaf() instanceof BlockTree block && parent.getLeaf() instanceof ClassTree) {
                    return block.isStatic() == isStatic && isOwner(parent, field);
                }
            }
            return false;
        }

        private boolean isOwner(TreePath type, Element field) {
            return Objects.equals(field.getEnclosingElement(), trees.getElement(type));
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
            Element method = trees.getElement(new TreePath(getCurrentPath(), tree.getMethodSelect()));
            if (method instanceof ExecutableElement) {
                if (method.getModifiers().contains(Modifier.PRIVATE)) {
                    calls.computeIfAbsent(method, m -> new ArrayList<>()).add(tree);
                }
                invalidates |= INVALIDATING.contains(method.getSimpleName().toString())
                        && method.getEnclosingElement() instanceof TypeElement owner
                        && SourceTypes.name(owner).startsWith("dev.memoize.");
            }
            return super.visitMethodInvocation(tree, null);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
            Element method = trees.getElement(getCurrentPath());
            if (method != null) {
                referenced.add(method);
            }
            return super.visitMemberReference(tree, null);
        }

        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
            return tree == null ? null : super.scan(tree, null);
        }
    }
}
