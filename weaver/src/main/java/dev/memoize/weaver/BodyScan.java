package dev.memoize.weaver;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a memoized method once, and notes what the checks ask for. Code of classes in the body and of a
 * lambda that is the result is left out: it runs at another time.
 */
final class BodyScan extends TreePathScanner<@Nullable Void, @Nullable Void> {
    /** A call that makes the method impure, if its value matters. */
    record Impure(TreePath path, ImpureCalls.Finding finding) {}

    final List<TreePath> results = new ArrayList<>();
    final Map<Element, List<TreePath>> assigned = new HashMap<>();
    final List<Impure> impure = new ArrayList<>();
    final List<Tree> prints = new ArrayList<>();
    final Map<VariableElement, Tree> fields = new LinkedHashMap<>();
    final Set<Element> written = new HashSet<>();
    final Set<Element> used = new HashSet<>();
    /** Parameters whose object the body changes, with the place. */
    final Map<Element, Tree> changed = new LinkedHashMap<>();
    /** Local calendars and the like that are set to another time than the one they were made at. */
    final Set<Element> reset = new HashSet<>();
    /** Parameters for which a recursive call passes an object that it did not make. */
    final Set<Element> passedOn = new HashSet<>();

    final ResultFlow flow;

    /** Whether javac could not make sense of something in the body; it has said so. */
    boolean isBroken;

    private final SourceMethod method;
    private final SourceTypes types;
    private int lambdas;

    BodyScan(SourceMethod method, SourceTypes types) {
        this.method = method;
        this.types = types;
        this.flow = new ResultFlow(types);
    }

    void scan() {
        if (method.tree().getBody() != null) {
            scan(new TreePath(method.path(), method.tree().getBody()), null);
        }
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        // What it captures is used all the same.
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
                Element element = types.element(getCurrentPath());
                if (element != null) {
                    used.add(element);
                }
                return null;
            }
        }.scan(getCurrentPath(), null);
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
        TreePath parent = getCurrentPath().getParentPath();
        if (lambdas == 0 && parent.getLeaf() instanceof ReturnTree) {
            return visitLater(tree);
        }
        lambdas++;
        super.visitLambdaExpression(tree, null);
        lambdas--;
        return null;
    }

    private @Nullable Void visitLater(LambdaExpressionTree tree) {
        int before = impure.size();
        int printsBefore = prints.size();
        Set<VariableElement> fieldsBefore = Set.copyOf(fields.keySet());
        Map<Element, Tree> changedBefore = Map.copyOf(changed);
        lambdas++;
        super.visitLambdaExpression(tree, null);
        lambdas--;
        impure.subList(before, impure.size()).clear();
        prints.subList(printsBefore, prints.size()).clear();
        fields.keySet().retainAll(fieldsBefore);
        changed.keySet().retainAll(changedBefore.keySet());
        return null;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
        if (lambdas == 0 && tree.getExpression() != null) {
            results.add(new TreePath(getCurrentPath(), tree.getExpression()));
        }
        return super.visitReturn(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (tree.getInitializer() != null) {
            assign(types.element(getCurrentPath()), tree.getInitializer());
        }
        return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        assign(types.element(new TreePath(getCurrentPath(), tree.getVariable())), tree.getExpression());
        write(tree.getVariable());
        return super.visitAssignment(tree, null);
    }

    private void assign(@Nullable Element variable, ExpressionTree value) {
        if (variable != null) {
            assigned.computeIfAbsent(variable, v -> new ArrayList<>()).add(new TreePath(getCurrentPath(), value));
        }
    }

    @Override
    public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree, @Nullable Void unused) {
        write(tree.getVariable());
        return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        switch (tree.getKind()) {
            case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                write(tree.getExpression());
            default -> {}
        }
        return super.visitUnary(tree, null);
    }

    private void write(ExpressionTree target) {
        Element variable = types.element(new TreePath(getCurrentPath(), target));
        if (variable != null) {
            written.add(variable);
        }
        ExpressionTree array = target;
        while (array instanceof ArrayAccessTree access) {
            array = access.getExpression();
        }
        if (array != target) {
            change(types.element(new TreePath(getCurrentPath(), array)), target);
        }
    }

    private void change(@Nullable Element target, Tree at) {
        if (target != null && method.element().getParameters().contains(target)) {
            changed.putIfAbsent(target, at);
        }
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
        TreePath select = new TreePath(getCurrentPath(), tree.getMethodSelect());
        Element called = types.element(select);
        if (called != null) {
            List<? extends ExpressionTree> arguments = tree.getArguments();
            note(ImpureCalls.of(called, arguments.isEmpty() ? null : constant(arguments.get(0))));
            if (called.equals(method.element())) {
                recurse(arguments);
            }
        }
        if (tree.getMethodSelect() instanceof MemberSelectTree member) {
            callOn(member, new TreePath(select, member.getExpression()), tree);
        }
        return super.visitMethodInvocation(tree, null);
    }

    private static @Nullable String constant(ExpressionTree expression) {
        return expression instanceof LiteralTree literal && literal.getValue() instanceof String text ? text : null;
    }

    private void recurse(List<? extends ExpressionTree> arguments) {
        List<? extends VariableElement> parameters = method.element().getParameters();
        for (int i = 0; i < Math.min(arguments.size(), parameters.size()); i++) {
            if (!(arguments.get(i) instanceof NewClassTree) && !(arguments.get(i) instanceof LambdaExpressionTree)) {
                passedOn.add(parameters.get(i));
            }
        }
    }

    private void callOn(MemberSelectTree member, TreePath receiver, MethodInvocationTree call) {
        String shown = member.getExpression().toString();
        if (shown.equals("System.out") || shown.equals("System.err")) {
            prints.add(call);
        }
        Element target = types.element(receiver);
        if (target == null) {
            return;
        }
        if (KnownTypes.RESETS.contains(member.getIdentifier().toString())) {
            reset.add(target);
        }
        if (target.getKind() == ElementKind.PARAMETER
                && KnownTypes.MUTATORS.contains(member.getIdentifier().toString())
                && types.isAny(SourceTypes.classOf(target.asType()), KnownTypes.CHANGEABLE)) {
            change(target, call);
        }
        if (target.getKind() == ElementKind.FIELD
                && types.isAny(SourceTypes.classOf(target.asType()), KnownTypes.RANDOM_GENERATORS)) {
            note(
                    new ImpureCalls.Finding(
                            Lint.RANDOM,
                            shown + "." + member.getIdentifier()
                                    + " is random, and a hit repeats what it gave at the first call; use a seed that is a parameter, or do not memoize"));
        }
    }

    private void note(ImpureCalls.@Nullable Finding finding) {
        if (finding != null) {
            impure.add(new Impure(getCurrentPath(), finding));
        }
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        Element constructor = types.element(getCurrentPath());
        if (constructor != null) {
            note(ImpureCalls.of(constructor, null));
        }
        return super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
        Element referenced = types.element(getCurrentPath());
        if (referenced != null) {
            note(ImpureCalls.of(referenced, null));
        }
        return super.visitMemberReference(tree, null);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        use(types.element(getCurrentPath()), tree);
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
        Element element = types.element(getCurrentPath());
        checkBroken();
        if (element != null && (element.getModifiers().contains(Modifier.STATIC) || isThis(tree.getExpression()))) {
            use(element, tree);
        }
        return super.visitMemberSelect(tree, null);
    }

    private void checkBroken() {
        TypeMirror type = types.type(getCurrentPath());
        isBroken |= type != null && type.getKind() == TypeKind.ERROR;
    }

    private static boolean isThis(ExpressionTree expression) {
        return expression instanceof IdentifierTree name && name.getName().contentEquals("this")
                || expression instanceof MemberSelectTree select
                        && select.getIdentifier().contentEquals("this")
                || expression instanceof ParenthesizedTree inner && isThis(inner.getExpression());
    }

    private void use(@Nullable Element element, Tree at) {
        checkBroken();
        if (element == null) {
            return;
        }
        used.add(element);
        if (element.getKind() == ElementKind.LOCAL_VARIABLE) {
            flow.read(element, getCurrentPath());
        }
        if (element.getKind() == ElementKind.FIELD
                && element instanceof VariableElement field
                && !element.getModifiers().contains(Modifier.FINAL)) {
            fields.putIfAbsent(field, at);
        }
    }
}
