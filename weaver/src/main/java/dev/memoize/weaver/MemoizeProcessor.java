package dev.memoize.weaver;

import com.sun.source.util.JavacTask;
import java.util.ServiceLoader;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Hooks weaving into javac where the plugin did not start, and says so where the compiler is not javac and therefore
 * cannot weave.
 *
 * <p>It generates nothing.
 */
public final class MemoizeProcessor extends AbstractProcessor {
    private static final Set<String> OURS = Set.of(
            "dev.memoize.Memoize",
            "dev.memoize.Memoize.Ignore",
            "dev.memoize.Invalidates",
            "dev.memoize.Invalidates.List",
            "dev.memoize.LogTime");

    private boolean hooked;
    private boolean alone;

    /** Called by the compiler. */
    public MemoizeProcessor() {}

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        hooked = hook(environment);
        alone = isOnlyProcessor();
    }

    /**
     * Where this is the only processor it takes everything: a processor's mere presence makes {@code -Xlint:all} warn
     * about every annotation that none takes, which would break {@code -Werror} builds for adding a dependency. Beside
     * other processors, which may want theirs, it takes its own only.
     */
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return alone ? Set.of("*") : OURS;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // unclaimed, they would be a warning under -Xlint:processing
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (!hooked) {
            for (TypeElement annotation : annotations) {
                String name = annotation.getQualifiedName().toString();
                if (!name.equals("dev.memoize.Memoize.Ignore")) {
                    round.getElementsAnnotatedWith(annotation).forEach(this::warn);
                }
            }
        }
        return true;
    }

    private void warn(Element method) {
        String compiler = processingEnv.getClass().getName().startsWith("org.eclipse.jdt.")
                ? "the Eclipse compiler"
                : "this compiler";
        String message = SourceChecks.PREFIX + method.getSimpleName() + " is not woven by " + compiler
                + ", so it would run as if not annotated. Run with -javaagent:memoize.jar, or weave with byte-buddy-maven-plugin or byte-buddy-gradle-plugin.";
        processingEnv.getMessager().printMessage(Diagnostic.Kind.MANDATORY_WARNING, message, method);
    }

    private static boolean hook(ProcessingEnvironment environment) {
        try {
            for (ProcessingEnvironment candidate : Unwrapped.of(environment)) {
                if (candidate.getClass().getName().startsWith("com.sun.tools.javac.")) {
                    CompilerHook.install(JavacTask.instance(candidate));
                    return true;
                }
            }
        } catch (LinkageError e) {
            // A runtime without jdk.compiler.
        }
        return false;
    }

    private static boolean isOnlyProcessor() {
        return ServiceLoader.load(Processor.class, MemoizeProcessor.class.getClassLoader()).stream()
                .allMatch(provider -> provider.type() == MemoizeProcessor.class);
    }
}
