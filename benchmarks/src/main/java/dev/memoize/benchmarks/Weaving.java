package dev.memoize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.memoize.Memoize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * What weaving costs: javac's time and the size of its classes with a thousand memoized methods and with the same
 * methods plain, and then the first call of each. Processes of their own, cold; CPU time, medians.
 */
final class Weaving {
    static final String NAME = "weaving";

    private static final int CLASSES = 100;
    private static final int METHODS = 10;
    private static final int RUNS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Weaving() {}

    /** {@code javac FOLDER plain|woven} or {@code call FOLDER plain|woven}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        boolean woven = args[2].equals("woven");
        if (args[0].equals("javac")) {
            compile(folder, woven);
        } else {
            call(folder);
        }
    }

    private static String source(int type, boolean woven) {
        StringBuilder text = new StringBuilder(
                "package generated;\n\npublic class C" + type + " implements java.util.function.LongUnaryOperator {\n");
        for (int m = 0; m < METHODS; m++) {
            text.append(woven ? "    @dev.memoize.Memoize\n" : "")
                    .append("    static long m" + m + "(long n) {\n        return n * 31 + " + m + ";\n    }\n\n");
        }
        text.append("    public long applyAsLong(long n) {\n        switch ((int) n) {\n");
        for (int m = 0; m < METHODS; m++) {
            text.append("            case " + m + ": return m" + m + "(n);\n");
        }
        return text.append("            default: return 0;\n        }\n    }\n}\n")
                .toString();
    }

    private static void write(Path folder, boolean woven) throws IOException {
        Files.createDirectories(folder.resolve("out"));
        for (int i = 0; i < CLASSES; i++) {
            Files.writeString(folder.resolve("C" + i + ".java"), source(i, woven));
        }
    }

    private static void compile(Path folder, boolean woven) throws Exception {
        List<String> options =
                new ArrayList<>(List.of("-d", folder.resolve("out").toString(), "-cp"));
        Path jar = Path.of(Memoize.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        options.add(woven ? jar.toString() : folder.toString());
        for (int i = 0; i < CLASSES; i++) {
            options.add(folder.resolve("C" + i + ".java").toString());
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("it does not compile");
        }
        System.out.println(processNanos());
    }

    private static long processNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Prints what the first call took, the others on average, and the whole process. */
    private static void call(Path folder) throws Exception {
        URL[] out = {folder.resolve("out").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(out)) {
            List<LongUnaryOperator> all = new ArrayList<>();
            for (int i = 0; i < CLASSES; i++) {
                all.add((LongUnaryOperator)
                        loader.loadClass("generated.C" + i).getConstructor().newInstance());
            }
            long start = THREADS.getCurrentThreadCpuTime();
            long kept = all.get(0).applyAsLong(0);
            long first = THREADS.getCurrentThreadCpuTime();
            for (LongUnaryOperator type : all) {
                for (int m = 0; m < METHODS; m++) {
                    kept += type.applyAsLong(m);
                }
            }
            long end = THREADS.getCurrentThreadCpuTime();
            if (kept == 1) {
                throw new AssertionError();
            }
            System.out.println(first - start);
            System.out.println((end - first) / (CLASSES * METHODS - 1));
            System.out.println(processNanos());
        }
    }

    private record Figures(long javac, long bytes, long first, long others, long process) {}

    private static Figures measure(Path folder, String kind, StringBuilder raw) throws Exception {
        List<long[]> runs = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < RUNS; i++) {
            Path mine = Files.createDirectories(folder.resolve(kind + i));
            write(mine, kind.equals("woven"));
            long javac = Long.parseLong(Child.run(Weaving.class, List.of(), "javac", mine.toString(), kind)
                    .get(0));
            List<String> calls = Child.run(Weaving.class, List.of(), "call", mine.toString(), kind);
            runs.add(new long[] {
                javac, Long.parseLong(calls.get(0)), Long.parseLong(calls.get(1)), Long.parseLong(calls.get(2))
            });
            bytes = bytes(mine.resolve("out"));
            raw.append(
                    String.format(Locale.ROOT, "%s,%d,%d,%d,%s%n", kind, i + 1, javac, bytes, String.join(",", calls)));
        }
        return new Figures(median(runs, 0), bytes, median(runs, 1), median(runs, 2), median(runs, 3));
    }

    private static long median(List<long[]> runs, int column) {
        return runs.stream()
                .mapToLong(run -> run[column])
                .sorted()
                .skip(RUNS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long bytes(Path out) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    /** The table for the page; the runs go to a file beside the others. */
    static String table(Path results) throws Exception {
        Path folder = Files.createTempDirectory("weaving");
        StringBuilder raw = new StringBuilder(
                "kind,run,javac_cpu_ns,class_bytes,first_call_ns,other_first_calls_ns,process_cpu_ns\n");
        try {
            Figures plain = measure(folder, "plain", raw);
            Figures woven = measure(folder, "woven", raw);
            Files.writeString(results.resolve("raw").resolve(NAME + ".csv"), raw);
            StringBuilder text = new StringBuilder("| | plain | woven | for each method |\n|---|---:|---:|---:|\n");
            line(text, "javac, CPU time", "%.2f s", 1e9, plain.javac(), woven.javac(), "%.2f ms", 1e6);
            line(text, "class files", "%.0f KB", 1e3, plain.bytes(), woven.bytes(), "%.0f bytes", 1);
            text.append(String.format(
                    Locale.ROOT,
                    "| the very first call | %.0f µs | %.1f ms | |%n",
                    plain.first() / 1e3,
                    woven.first() / 1e6));
            text.append(String.format(
                    Locale.ROOT,
                    "| the first call of each other method | %.1f µs | %.1f µs | |%n",
                    plain.others() / 1e3,
                    woven.others() / 1e3));
            line(
                    text,
                    "a process that calls each once, CPU time",
                    "%.2f s",
                    1e9,
                    plain.process(),
                    woven.process(),
                    "%.2f ms",
                    1e6);
            return text.toString();
        } finally {
            try (Stream<Path> files = Files.walk(folder, new FileVisitOption[0])) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void line(
            StringBuilder text,
            String what,
            String unit,
            double per,
            long plain,
            long woven,
            String each,
            double perEach) {
        text.append(String.format(
                Locale.ROOT,
                "| %s | " + unit + " | " + unit + " | " + each + " |%n",
                what,
                plain / per,
                woven / per,
                (woven - plain) / perEach / (CLASSES * METHODS)));
    }
}
