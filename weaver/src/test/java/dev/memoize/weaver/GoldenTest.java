package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compiles each source in {@code golden/} and compares what javac says with the text beside it. After a change that is
 * meant, {@code -Dgolden.write=true} writes the texts anew; read the difference before it is committed.
 */
class GoldenTest {
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
        String said = said(text, "-proc:none");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, said);
        }
        assertThat(said).isEqualTo(Files.readString(expected));
        assertThat(said(text, "-Xlint:all,-processing"))
                .as("with annotation processing")
                .isEqualTo(said);
    }

    static String said(String source, String... options) {
        return lines(Compilation.of(List.of(options), source));
    }

    /** {@code file:line:column: kind: text}, in the order of javac. */
    static String lines(Compilation compilation) {
        return compilation.diagnostics.stream()
                .map(d -> (d.getSource() == null
                                ? ""
                                : d.getSource().getName().substring(1) + ':' + d.getLineNumber() + ':'
                                        + d.getColumnNumber() + ": ")
                        + d.getKind().toString().toLowerCase(Locale.ROOT) + ": " + d.getMessage(Locale.ROOT) + '\n')
                .collect(Collectors.joining());
    }
}
