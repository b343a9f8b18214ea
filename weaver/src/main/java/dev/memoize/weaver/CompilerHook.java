package dev.memoize.weaver;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Sits in a running javac: checks the classes that were analyzed, weaves those that were written. */
final class CompilerHook implements TaskListener {
    private static final Set<JavacTask> HOOKED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final JavacTask task;
    private final Trees trees;
    private final SourceChecks checks;
    private @Nullable CompilerOutput output;

    private CompilerHook(JavacTask task) {
        this.task = task;
        this.trees = Trees.instance(task);
        this.checks = new SourceChecks(task, trees);
    }

    /** Hooks into a compilation, once however often it is asked to. */
    static void install(JavacTask task) {
        if (HOOKED.add(task)) {
            task.addTaskListener(new CompilerHook(task));
        }
    }

    @Override
    public void finished(TaskEvent event) {
        TypeElement type = event.getTypeElement();
        if (type == null
                || event.getCompilationUnit() == null
                || event.getSourceFile().isNameCompatible("module-info", JavaFileObject.Kind.SOURCE)) {
            return;
        }
        if (event.getKind() == TaskEvent.Kind.ANALYZE) {
            checks.check(type, event.getCompilationUnit());
        } else if (event.getKind() == TaskEvent.Kind.GENERATE && hasAnnotatedMethod(type)) {
            weave(event, type);
        }
    }

    /**
     * An exception thrown from here would end javac with a stack trace and, in some versions, exit code 0: every
     * failure becomes a compile error.
     */
    private void weave(TaskEvent event, TypeElement type) {
        if (JShellSession.isCompiling()) {
            if (JShellSession.lacksAgent()) {
                error(event, JShellSession.FIX);
            }
            return;
        }
        String binaryName = task.getElements().getBinaryName(type).toString();
        try {
            if (output == null) {
                output = new CompilerOutput(JavacAccess.fileManager(task));
            }
            String module = moduleOf(type);
            byte[] classFile = output.read(module, binaryName, event.getSourceFile());
            byte[] woven = Weaver.weave(classFile, output.classFiles(), new SourceParameterNames(task, type));
            if (woven != null) {
                output.write(module, binaryName, event.getSourceFile(), woven);
            }
        } catch (WeavingException e) {
            error(event, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The source launcher runs what it compiles in this JVM: the agent, if there is one, is still to come.
            if (!MemoizeAgent.isInstalled()) {
                error(
                        event,
                        binaryName + " is not memoized: " + e.getMessage()
                                + ". Run with -javaagent:memoize.jar, or weave with the Byte Buddy plugin.");
            }
        } catch (RuntimeException | LinkageError e) {
            error(
                    event,
                    binaryName + " is not memoized, the weaver failed: " + e + ". Please report this with the class.");
        }
    }

    private String moduleOf(TypeElement type) {
        ModuleElement module = task.getElements().getModuleOf(type);
        return module == null ? "" : module.getQualifiedName().toString();
    }

    private void error(TaskEvent event, String message) {
        trees.printMessage(
                Diagnostic.Kind.ERROR,
                SourceChecks.PREFIX + message,
                event.getCompilationUnit(),
                event.getCompilationUnit());
    }

    private static boolean hasAnnotatedMethod(TypeElement type) {
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.METHOD) {
                for (AnnotationMirror annotation : member.getAnnotationMirrors()) {
                    if (SourceChecks.isOurs(annotation)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
