package dev.memoize.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The post's program here and in CPython, by turns: as a whole process, and warm inside one. */
final class PostRuns {
    static final String NAME = "post";

    private final Path folder;
    private final int processes;
    private final int warmRuns;

    PostRuns(Path folder, boolean quick) {
        this.folder = folder;
        this.processes = quick ? 5 : 21;
        this.warmRuns = quick ? 60 : 400;
    }

    private static final class Program {
        final List<String> command;
        final List<Double> wholeProcess = new ArrayList<>();
        final List<Double> plain = new ArrayList<>();
        final List<Double> memoized = new ArrayList<>();

        Program(String... command) {
            this.command = List.of(command);
        }
    }

    String run() throws IOException, InterruptedException {
        Path python = folder.resolve("../../benchmarks/python/post.py").toRealPath();
        Program java = new Program(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PostProgram.class.getName());
        Program cpython = new Program("python3", python.toString());
        List<Program> programs = pythonIsHere() ? List.of(java, cpython) : List.of(java);
        for (int i = 0; i < processes; i++) {
            for (Program program : programs) {
                long start = System.nanoTime();
                start(program, 1);
                program.wholeProcess.add((double) (System.nanoTime() - start));
            }
        }
        for (Program program : programs) {
            for (String line : start(program, warmRuns)) {
                String[] both = line.split(" ");
                program.plain.add(Double.valueOf(both[0]));
                program.memoized.add(Double.valueOf(both[1]));
            }
        }
        writeRaw(programs);
        return table(java, programs.size() == 2 ? cpython : null);
    }

    private static boolean pythonIsHere() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    }

    private static List<String> start(Program program, int runs) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("post");
        List<String> command = new ArrayList<>(program.command);
        command.add(Integer.toString(runs));
        Process process = new ProcessBuilder(command)
                .directory(logs.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        int exit = process.waitFor();
        try (var files = Files.list(logs)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(logs);
        if (exit != 0) {
            throw new IOException(command + " ended with exit code " + exit);
        }
        return lines;
    }

    private void writeRaw(List<Program> programs) throws IOException {
        StringBuilder json = new StringBuilder("[");
        for (Program program : programs) {
            json.append(json.length() == 1 ? "\n" : ",\n")
                    .append("  {\"program\": \"")
                    .append(program.command.get(0).endsWith("java") ? "memoize" : "cpython")
                    .append("\",\n   \"wholeProcessNs\": ")
                    .append(program.wholeProcess)
                    .append(",\n   \"warmPlainNs\": ")
                    .append(program.plain)
                    .append(",\n   \"warmMemoizedNs\": ")
                    .append(program.memoized)
                    .append('}');
        }
        Files.writeString(Files.createDirectories(folder.resolve("raw")).resolve(NAME + ".json"), json + "\n]\n");
    }

    private static String table(Program java, Program cpython) {
        return "| median | Memoize | CPython | CPython against Memoize |\n|---|---:|---:|---:|\n"
                + row(
                        "whole process, both programs once",
                        1e6,
                        "ms",
                        java.wholeProcess,
                        cpython == null ? List.of() : cpython.wholeProcess)
                + row(
                        "warm, plain fib(20), 21,891 logged executions",
                        1e3,
                        "µs",
                        java.plain,
                        cpython == null ? List.of() : cpython.plain)
                + row(
                        "warm, memoized fib(20) from an empty cache, 21 logged executions",
                        1e3,
                        "µs",
                        java.memoized,
                        cpython == null ? List.of() : cpython.memoized);
    }

    private static String row(String title, double unit, String unitName, List<Double> java, List<Double> cpython) {
        double ours = median(java);
        String theirs = cpython.isEmpty()
                ? "no python3 | "
                : String.format(
                        Locale.ROOT, "%,.1f %s | %.1f ×", median(cpython) / unit, unitName, median(cpython) / ours);
        return String.format(Locale.ROOT, "| %s | %,.1f %s | %s |%n", title, ours / unit, unitName, theirs);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
