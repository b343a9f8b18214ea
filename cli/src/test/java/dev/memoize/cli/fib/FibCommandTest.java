package dev.memoize.cli.fib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.cli.Forked;
import dev.memoize.cli.picture.Canvas;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The post's program as a user runs it: in a JVM that ends. */
class FibCommandTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    @TempDir
    private Path folder;

    @Test
    void twentyIsThePost() throws Exception {
        LocalDateTime before = LocalDateTime.now().minusSeconds(1);
        Forked run = Forked.memoize(folder, "fib", "20");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("fib(20) = 6765", "CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]")
                .containsPattern("(?m)^fib +21,891 +[\\d.,]+ (s|ms|µs)$")
                .containsPattern("(?m)^fibMemoization +21 +[\\d.,]+ (s|ms|µs)$")
                .containsPattern("(?m)^ratio +[\\d.,]+ : 1$");
        assertLog("fib", 21_891, before);
        assertLog("fibMemoization", 21, before);
        assertPicture(folder);
    }

    @Test
    void secondRunReplacesTheFilesOfTheFirst() throws Exception {
        Path out = folder.resolve("a b/c");
        for (int n : new int[] {12, 10}) {
            assertThat(Forked.memoize(folder, "fib", Integer.toString(n), "--out", "a b/c", "--no-picture")
                            .exitCode())
                    .isZero();
        }
        assertThat(Files.readAllLines(out.resolve("fib_eventLog.txt"))).hasSize(177);
        assertThat(Files.readAllLines(out.resolve("fibMemoization_eventLog.txt")))
                .hasSize(11);
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void ninetyIsRightToTheLastDigit() throws Exception {
        Files.writeString(folder.resolve("fib_eventLog.txt"), "of an earlier plain run\n");
        Forked run = Forked.memoize(folder, "fib", "90", "--memoized-only");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("fib(90) = 2880067194370816120", "CacheInfo[hits=88, misses=91, maxSize=32, currSize=32]")
                .doesNotContain("ratio");
        assertThat(Files.readAllLines(folder.resolve("fibMemoization_eventLog.txt")))
                .hasSize(91);
        assertThat(folder.resolve("fib_eventLog.txt")).hasContent("of an earlier plain run\n");
        assertPicture(folder);
    }

    @Test
    void pictureNeedsNoInstalledFont() throws Exception {
        Path none = Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        ProcessBuilder command = Forked.command(folder, "fib", "12");
        command.environment().put("FONTCONFIG_FILE", none.toString());
        // Java remembers there which fonts it once found.
        command.environment().put("JDK_JAVA_OPTIONS", "-Duser.home=" + folder);
        assertThat(Forked.run(command).exitCode()).isZero();
        assertPicture(folder);
    }

    @Test
    void lastOfALongIsRightToo() throws Exception {
        Forked run = Forked.memoize(folder, "fib", "92", "--memoized-only", "--no-picture");
        assertThat(run.out()).contains("fib(92) = 7540113804746346429");
    }

    @Test
    void zeroAndOneAreNumbersToo() throws Exception {
        assertThat(Forked.memoize(folder, "fib", "0", "--no-picture").out()).contains("fib(0) = 0", "misses=1,");
        assertThat(Files.readAllLines(folder.resolve("fib_eventLog.txt"))).hasSize(1);
        assertThat(Forked.memoize(folder, "fib", "1").out()).contains("fib(1) = 1", "misses=1,");
        assertPicture(folder);
    }

    private void assertLog(String name, int lines, LocalDateTime before) throws IOException {
        List<String> log = Files.readAllLines(folder.resolve(name + "_eventLog.txt"));
        assertThat(log).hasSize(lines);
        for (String line : log) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).hasSize(3);
            assertThat(LocalDateTime.parse(fields[0], TIME))
                    .isBetween(before, LocalDateTime.now().plusSeconds(1));
            assertThat(fields[1]).isEqualTo(name);
            assertThat(fields[2]).matches("\\d+\\.\\d{4}");
        }
    }

    private static void assertPicture(Path folder) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve("fib.png").toFile());
        assertThat(image.getWidth()).isEqualTo(Canvas.WIDTH * Canvas.SCALE);
        assertThat(image.getHeight()).isEqualTo(Canvas.HEIGHT * Canvas.SCALE);
    }
}
