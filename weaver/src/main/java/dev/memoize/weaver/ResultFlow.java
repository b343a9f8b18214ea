package dev.memoize.weaver;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value can end up in a method's result. What is only logged or timed cannot: {@code long start =
 * System.nanoTime()} with {@code log(System.nanoTime() - start)} leaves the result alone.
 *
 * <p>It errs on the side of yes.
 */
final class ResultFlow {
    private final SourceTypes types;
    private final Map<Element, List<TreePath>> reads = new HashMap<>();

    ResultFlow(SourceTypes types) {
        this.types = types;
    }

    void read(Element local, TreePath path) {
        reads.computeIfAbsent(local, l -> new ArrayList<>()).add(path);
    }

    boolean reachesResult(TreePath value) {
        return reaches(value, new HashSet<>());
    }

    private boolean reaches(TreePath value, Set<Element> followed) {
        TreePath child = value;
        for (TreePath p = value.getParentPath(); p != null; child = p, p = p.getParentPath()) {
            Tree tree = p.getLeaf();
            if (tree instanceof MethodInvocationTree call && isSink(call, p)) {
                return false;
            }
            if (tree instanceof VariableTree) {
                return variableReaches(types.element(p), followed);
            }
            if (tree instanceof AssignmentTree assignment && assignment.getExpression() == child.getLeaf()) {
                return variableReaches(types.element(new TreePath(p, assignment.getVariable())), followed);
            }
            if (tree instanceof CompoundAssignmentTree assignment && assignment.getExpression() == child.getLeaf()) {
                return variableReaches(types.element(new TreePath(p, assignment.getVariable())), followed);
            }
            if (tree instanceof IfTree branch) {
                return branch.getElseStatement() != null || !hasNoPartInResult(branch.getThenStatement(), p);
            }
            if (tree instanceof ThrowTree) {
                return false;
            }
            boolean leaves = tree instanceof ReturnTree ? !isInLambda(p) : tree instanceof StatementTree;
            if (leaves) {
                return true;
            }
        }
        return true;
    }

    private static boolean isInLambda(TreePath path) {
        for (TreePath p = path; p != null; p = p.getParentPath()) {
            if (p.getLeaf() instanceof LambdaExpressionTree) {
                return true;
            }
        }
        return false;
    }

    private boolean variableReaches(@Nullable Element variable, Set<Element> followed) {
        if (variable == null || variable.getKind() != ElementKind.LOCAL_VARIABLE) {
            return true;
        }
        if (followed.add(variable)) {
            for (TreePath read : reads.getOrDefault(variable, List.of())) {
                if (reaches(read, followed)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasNoPartInResult(StatementTree statement, TreePath parent) {
        TreePath path = new TreePath(parent, statement);
        if (statement instanceof BlockTree block) {
            return block.getStatements().stream().allMatch(s -> hasNoPartInResult(s, path));
        }
        return statement instanceof ThrowTree
                || statement instanceof ExpressionStatementTree expression
                        && expression.getExpression() instanceof MethodInvocationTree call
                        && isSink(call, new TreePath(path, call));
    }

    /** A call for its effect on something that outlives the method: a logger, a metric. Not on a collection. */
    private boolean isSink(MethodInvocationTree call, TreePath path) {
        TypeMirror result = types.type(path);
        if (result == null || result.getKind() != TypeKind.VOID) {
            return false;
        }
        Element method = types.element(new TreePath(path, call.getMethodSelect()));
        String owner = method != null && method.getEnclosingElement() instanceof TypeElement type
                ? SourceTypes.name(type)
                : "";
        return !owner.startsWith("java.util.") && !owner.startsWith("java.lang.")
                || owner.startsWith("java.util.logging.")
                || owner.startsWith("java.lang.System.");
    }
}
