package dev.memoize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tools of the JDK that runs the tests, each in a process of its own that has nothing but the one jar. */
record Java(String output, int exitCode) {
    static final Path JAR = Path.of(System.getProperty("memoize.jar"));
    static final String AGENT = "-javaagent:" + JAR;

    static Java run(Path directory, String tool, String... arguments) throws IOException, InterruptedException {
        Process process = start(directory, tool, arguments);
        process.getOutputStream().close();
        return finish(process);
    }

    static Process start(Path directory, String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.endsWith("JAVA_OPTIONS") || name.equals("JAVA_TOOL_OPTIONS"));
        return builder.start();
    }

    static Java finish(Process process) throws IOException, InterruptedException {
        Thread watchdog = new Thread(() -> {
            try {
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        });
        watchdog.setDaemon(true);
        watchdog.start();
        try (InputStream out = process.getInputStream()) {
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Java(output, process.waitFor());
        }
    }

    /** Compiles where javac does not see the plugin. */
    static void compileUnwoven(Path directory, String name, String source) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(name + ".java"), source);
        Path none = Files.createDirectories(directory.resolve("no-processors"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Java javac = run(
                directory,
                "javac",
                "-proc:none",
                "-processorpath",
                none.toString(),
                "-cp",
                JAR.toString(),
                "-d",
                classes.toString(),
                name + ".java");
        if (javac.exitCode != 0) {
            throw new UncheckedIOException(new IOException(javac.output));
        }
    }
}
