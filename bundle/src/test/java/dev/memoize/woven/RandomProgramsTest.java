package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memos;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random programs, compiled with and without the annotations, give the same results and exceptions. */
@Timeout(600)
class RandomProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 25);
    private static final int CALLS = 400;

    @TempDir
    Path folder;

    private URLClassLoader compile(String name, List<String> classes, List<String> sources) throws Exception {
        Path output = Files.createDirectory(folder.resolve(name));
        List<JavaFileObject> files = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            String text = sources.get(i);
            files.add(
                    new SimpleJavaFileObject(
                            URI.create("string:///" + classes.get(i) + ".java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return text;
                        }
                    });
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter report = new StringWriter();
        boolean done = javac.getTask(
                        report,
                        null,
                        null,
                        List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path"), "-nowarn"),
                        null,
                        files)
                .call();
        assertThat(done).as(report.toString()).isTrue();
        return new URLClassLoader(new URL[] {output.toUri().toURL()}, getClass().getClassLoader());
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(ClassLoader loader, String program, long seed) throws Exception {
        Method run = Class.forName(program, true, loader).getDeclaredMethod("run", long.class, int.class);
        run.setAccessible(true);
        return (List<String>) run.invoke(null, seed, CALLS);
    }

    @Test
    void wovenProgramsAnswerAsPlainOnesDo() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("seed " + seed);
        List<String> classes = new ArrayList<>();
        List<String> woven = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            classes.add("P" + i);
            woven.add(RandomProgram.source(seed + i, "P" + i, true));
            plain.add(RandomProgram.source(seed + i, "P" + i, false));
        }
        try (URLClassLoader wovenLoader = compile("woven", classes, woven);
                URLClassLoader plainLoader = compile("plain", classes, plain)) {
            for (int i = 0; i < PROGRAMS; i++) {
                String program = classes.get(i);
                long inputs = seed ^ i;
                List<String> expected = run(plainLoader, program, inputs);
                assertThat(run(wovenLoader, program, inputs)).as(woven.get(i)).isEqualTo(expected);
                assertThat(Together.<List<String>>start(3, t -> () -> run(wovenLoader, program, inputs))
                                .results())
                        .as(woven.get(i))
                        .containsOnly(expected);
            }
            long hits = 0;
            for (Memo memo : Memos.all()) {
                hits += memo.toString().matches("Memo\\[P\\d+\\..*")
                        ? memo.cacheInfo().hits()
                        : 0;
            }
            System.out.println(hits + " hits");
            assertThat(hits).as("the programs must be woven").isGreaterThan(PROGRAMS);
        }
    }
}
