package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compiles each source in {@code golden/} and compares what javac says with the text beside it. After a change that is
 * meant, {@code -Dgolden.write=true} writes the texts anew; read the difference before it is committed.
 */
class GoldenTest {
    /** Also the processor path, which since JDK 23 has to be given for processors to run. */
    static final String CLASS_PATH = System.getProperty("java.class.path");

    static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    @TestFactory
    Stream<DynamicTest> javacSaysWhatIsWritten() throws IOException {
        return sources().stream()
                .map(source -> DynamicTest.dynamicTest(source.getFileName().toString(), () -> compare(source)));
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static void compare(Path source) throws IOException {
        Path expected = source.resolveSibling(source.getFileName().toString().replace(".java", ".txt"));
        String text = Files.readString(source);
        // What javac itself says of broken code changes with its version.
        boolean oursOnly = source.getFileName().toString().startsWith("Broken");
        String said = said(text, oursOnly, "-proc:none");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, said);
        }
        assertThat(said).isEqualTo(Files.readString(expected));
        assertThat(said(text, oursOnly, "-Xlint:all,-processing", "-processorpath", CLASS_PATH))
                .as("with annotation processing")
                .isEqualTo(said);
    }

    static String said(String source, String... options) {
        return said(source, false, options);
    }

    private static String said(String source, boolean oursOnly, String... options) {
        return Compilation.of(List.of(options), source).diagnostics.stream()
                .filter(d -> !oursOnly || d.getMessage(Locale.ROOT).startsWith("[memoize"))
                .map(GoldenTest::line)
                .collect(Collectors.joining());
    }

    /** {@code file:line:column: kind: text} */
    private static String line(Diagnostic<? extends JavaFileObject> said) {
        String where = said.getSource() == null
                ? ""
                : said.getSource().getName().substring(1) + ':' + said.getLineNumber() + ':' + said.getColumnNumber()
                        + ": ";
        return where + said.getKind().toString().toLowerCase(Locale.ROOT) + ": " + said.getMessage(Locale.ROOT) + '\n';
    }
}
