package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Scope;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ErrorType;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceChecksTest {
    private static final String WARNED = """
            import dev.memoize.Memoize;
            class Warned {
                @Memoize static int[] array(int n) { return new int[n]; }
            }
            """;
    private static final String CLEAN = """
            import dev.memoize.*;
            import java.util.*;
            class Clean {
                @Memoize(maxSize = 32) static long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
                @Memoize @LogTime List<String> words(String text) { return List.of(text.split(" ")); }
                @Memoize @SuppressWarnings("memoize:mutable-result") static int[] array(int n) { return new int[n]; }
            }
            """;

    @Test
    void invalidatingInsideOfATransactionIsAWarning() {
        String transactional = """
                package jakarta.transaction;
                public @interface Transactional {}
                """;
        String service = """
                import dev.memoize.*;
                import jakarta.transaction.Transactional;
                class Service {
                    @Transactional @Invalidates(tags = "products") void save() {}
                    @Transactional void plain() {}
                    @Invalidates(tags = "products") void outside() { save(); }
                    @Transactional @Invalidates(tags = "products") @SuppressWarnings("memoize:before-commit") void meant() {}
                    @Transactional @Invalidates(tags = "products") private void direct() {}
                    @Transactional static class All {
                        @Invalidates(tags = "products") @Invalidates(tags = "others") void each() {}
                    }
                }
                """;
        assertThat(Compilation.of(List.of("-proc:none"), transactional, service).mustSucceed().diagnostics)
                .extracting(d -> d.getLineNumber() + " " + d.getKind() + " "
                        + d.getMessage(null).split(",")[0])
                .containsExactly(
                        "4 WARNING [memoize:before-commit] save is @Transactional",
                        "10 WARNING [memoize:before-commit] each is @Transactional");
    }

    @Test
    void onlyADeservedWarningFailsAStrictBuild() {
        assertThat(Compilation.of(List.of("-proc:none", "-Xlint:all", "-Werror"), WARNED).succeeded)
                .isFalse();
        assertThat(GoldenTest.said(CLEAN, "-proc:none", "-Xlint:all", "-Werror"))
                .isEmpty();
    }

    @Test
    void aPrintNeverFailsABuild() {
        String source = WARNED.replace(
                "int[] array(int n) { return new int[n]; }", "int one(int n) { System.out.println(n); return n; }");
        Compilation compiled = Compilation.of(List.of("-proc:none", "-Xlint:all", "-Werror"), source);
        assertThat(compiled.succeeded).isTrue();
        assertThat(compiled.report()).contains("note: [memoize:prints]");
    }

    @Test
    void warningsCanBeSwitchedOffAndErrorsCannot() {
        assertThat(GoldenTest.said(WARNED, "-proc:none", "-nowarn")).isEmpty();
        assertThat(GoldenTest.said(WARNED.replace("@Memoize", "@Memoize(maxSize = -7)"), "-proc:none", "-nowarn"))
                .isEqualTo(
                        "Warned.java:3:24: error: [memoize] maxSize is -7; use 0 to disable storage or Memoize.UNBOUNDED\n");
    }

    @Test
    void anErrorStopsTheCompiler() {
        Compilation compiled =
                Compilation.of(List.of("-proc:none"), WARNED.replace("@Memoize", "@Memoize(ttl = \"soon\")"));
        assertThat(compiled.succeeded).isFalse();
        assertThat(compiled.classes).isEmpty();
    }

    @Test
    void membersThatLombokWritesAreSeen() {
        String said = GoldenTest.said("""
                import dev.memoize.Memoize;
                import lombok.*;
                class WithLombok {
                    @Value static class Point { int x; int y; }
                    static final class Plain { final int x = 1; }
                    @Data static class Person {
                        private String name;
                        @Getter(onMethod_ = @Memoize(maxSize = -1)) private final int age;
                        @Memoize int length(int n) { return name.length() + n; }
                    }
                    @Memoize static int valued(Point point) { return point.getX(); }
                    @Memoize static int plain(Plain plain) { return plain.x; }
                }
                """, "-processorpath", GoldenTest.CLASS_PATH);
        assertThat(said.lines().map(line -> line.replaceAll(";.*", "")))
                .containsExactlyInAnyOrder(
                        "WithLombok.java:8:9: error: [memoize] maxSize is -1",
                        "WithLombok.java:9:45: warning: [memoize:mutable-field] the field name is not final, and a hit does not look at it again",
                        "WithLombok.java:12:37: warning: [memoize:identity-key] Plain inherits equals from Object, so only the very same object hits");
    }

    @Test
    void aMissingClassFileIsJavacsMatter(@TempDir Path folder) throws Exception {
        Compilation library = Compilation.of(
                        List.of("-proc:none"),
                        "public class Base {}",
                        "public class Derived extends Base { public int n; }",
                        "public class Holder { public static Derived derived; }")
                .mustSucceed();
        for (String name : List.of("Derived", "Holder")) {
            Files.write(folder.resolve(name + ".class"), library.classes.get(name));
        }
        String path = System.getProperty("java.class.path") + java.io.File.pathSeparator + folder;
        String said = GoldenTest.said("""
                import dev.memoize.Memoize;
                class User {
                    @Memoize static Derived derived(int n) { return n > 0 ? Holder.derived : null; }
                    @Memoize static int given(Derived d) { return 1; }
                    @Memoize(maxSize = -7) static int wrong(int n) { return n; }
                }
                """, "-proc:none", "-classpath", path);
        assertThat(said).contains("maxSize is -7").doesNotContain("could not check");
    }

    /** Whatever is half written in an editor: javac complains, and nothing else happens. */
    @Test
    void damagedSourcesNeverBreakTheCompiler() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (Path source : GoldenTest.sources()) {
            for (int round = 0; round < 5; round++) {
                String damaged = damage(Files.readString(source), random);
                String report;
                try {
                    report = GoldenTest.said(damaged, "-proc:none");
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("seed " + seed + ", source:\n" + damaged, e);
                }
                assertThat(report).as("seed %d, source:%n%s", seed, damaged).doesNotContain("could not check");
            }
        }
    }

    private static String damage(String source, Random random) {
        List<String> tokens = new ArrayList<>(Arrays.asList(source.split("(?<=\\W)|(?=\\W)")));
        int head = source.substring(0, source.indexOf('{')).split("(?<=\\W)|(?=\\W)").length;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int at = head + random.nextInt(tokens.size() - head);
            switch (random.nextInt(3)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(head + random.nextInt(tokens.size() - head)));
                default -> tokens.set(at, tokens.get(head + random.nextInt(tokens.size() - head)));
            }
        }
        return String.join("", tokens);
    }

    @Test
    void aMistakeOfOursIsOneNote() {
        List<String> said = new ArrayList<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        null,
                        List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-d", "target"),
                        null,
                        List.of(Compilation.source(CLEAN)));
        SourceChecks checks = new SourceChecks(task, new FailingTrees(said));
        task.addTaskListener(new TaskListener() {
            @Override
            public void finished(TaskEvent event) {
                if (event.getKind() == TaskEvent.Kind.ANALYZE) {
                    checks.check(event.getTypeElement(), event.getCompilationUnit());
                    checks.check(event.getTypeElement(), event.getCompilationUnit());
                }
            }
        });
        assertThat(task.call()).isTrue();
        assertThat(said)
                .containsExactly("NOTE [memoize] could not check Clean, which does not change what it does: "
                        + "java.lang.UnsupportedOperationException. Please report this with the source.");
    }

    private static final class FailingTrees extends Trees {
        private final List<String> said;

        FailingTrees(List<String> said) {
            this.said = said;
        }

        @Override
        public void printMessage(Diagnostic.Kind kind, CharSequence message, Tree tree, CompilationUnitTree unit) {
            said.add(kind + " " + message);
        }

        @Override
        public SourcePositions getSourcePositions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tree getTree(Element element) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClassTree getTree(TypeElement element) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MethodTree getTree(ExecutableElement method) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tree getTree(Element element, AnnotationMirror annotation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tree getTree(Element element, AnnotationMirror annotation, AnnotationValue value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TreePath getPath(CompilationUnitTree unit, Tree node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TreePath getPath(Element element) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TreePath getPath(Element element, AnnotationMirror annotation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TreePath getPath(Element element, AnnotationMirror annotation, AnnotationValue value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Element getElement(TreePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TypeMirror getTypeMirror(TreePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Scope getScope(TreePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getDocComment(TreePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAccessible(Scope scope, TypeElement type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAccessible(Scope scope, Element member, DeclaredType type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TypeMirror getOriginalType(ErrorType errorType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TypeMirror getLub(com.sun.source.tree.CatchTree tree) {
            throw new UnsupportedOperationException();
        }
    }
}
