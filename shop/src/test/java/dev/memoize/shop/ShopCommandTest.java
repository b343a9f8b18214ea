package dev.memoize.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.memoize.cli.Main;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line of {@code ./memoize shop}. */
class ShopCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rows 10                  | --rows is 10; give 1000 to 100000000",
                "--processes 0              | --processes is 0; give 1 to 64",
                "--threads 65               | --threads is 65; give 1 to 64",
                "--seconds 0                | --seconds is 0; give 1 to 3600",
                "--writes -1                | --writes is -1; give 0 to 10000",
                "--skew 0                   | --skew is 0.0; give more than 0, and 5 at most",
                "--no-redis --redis redis:x | --no-redis and --redis exclude each other; leave one out",
                "--redis 127.0.0.1:6379     | --redis is not a URI that can be read; give redis://user:password@host:port",
                "--redis redis://u:p@q@host | --redis has more than one @; write those of a password as %40",
                "--jdbc jdbc:postgresql://h:port/d | --jdbc is not a URL of PostgreSQL",
                "--jdbc jdbc:h2:mem:x       | --jdbc is not a URL of PostgreSQL; give jdbc:postgresql://host:port/database"
                        + "?user=…&password=…",
            })
    void wrongOptionIsExplained(String line, String message) {
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new ShopCommand())
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith(message);
    }

    @Test
    void unreachableDatabaseIsSaid() throws Exception {
        Process process = start("--jdbc", "jdbc:postgresql://127.0.0.1:1/none?connectTimeout=2", "--no-redis");
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).contains("memoize shop: the database").doesNotContain("\tat ");
    }

    /** A SIGINT to this process alone; a terminal sends it to its servers and workers as well. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void interruptLeavesNoProcessAndNoFile() throws Exception {
        Process process = start("--rows", "5000", "--processes", "2", "--seconds", "600");
        List<ProcessHandle> children;
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.matches(" +[2-9] .*")) {
                System.out.println(line);
                line = out.readLine();
            }
            children = new ArrayList<>(process.descendants().toList());
            assertThat(children).as("two workers, redis-server").hasSizeGreaterThanOrEqualTo(3);
            children.add(ProcessHandle.of(postgres()).orElseThrow());
            assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid())
                            .start()
                            .waitFor())
                    .isZero();
            StringBuilder rest = new StringBuilder();
            out.lines().forEach(l -> rest.append(l).append('\n'));
            assertThat(rest.toString()).contains("memoize shop: stopped").doesNotContain("Exception");
        } finally {
            // Harmless where it worked.
            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("did not stop");
        }
        assertThat(process.exitValue()).isEqualTo(130);
        for (ProcessHandle child : children) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(f -> !f.getFileName().toString().startsWith("hsperfdata")))
                    .isEmpty();
        }
    }

    /** It is no child of ours: the program that starts it ends. */
    private long postgres() throws Exception {
        try (Stream<Path> files = Files.find(folder, 4, (f, a) -> f.endsWith("postmaster.pid"))) {
            return Long.parseLong(
                    Files.readAllLines(files.findFirst().orElseThrow()).get(0).trim());
        }
    }

    private Process start(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // So that what it leaves is seen.
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "shop"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
