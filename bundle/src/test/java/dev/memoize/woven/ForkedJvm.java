package dev.memoize.woven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, for what is read once or decided at the start. */
final class ForkedJvm {
    private ForkedJvm() {}

    /** What {@code main} printed, errors included. */
    static String run(Class<?> main, List<String> options, String... arguments) throws Exception {
        return run(System.getProperty("java.class.path"), main, options, arguments);
    }

    static String run(String classPath, Class<?> main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!jvm.waitFor(120, TimeUnit.SECONDS)) {
            jvm.destroyForcibly();
            throw new AssertionError("the JVM did not end: " + printed);
        }
        return printed;
    }
}
