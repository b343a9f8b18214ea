package dev.memoize.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.zip.GZIPInputStream;

/** The {@code python3} of this machine, and what one recorded earlier. */
final class Python {
    private static final String SCRIPT = "lru_oracle.py";
    private static final String CORPUS = "cpython-traces.gz";
    private static final String IS_CPYTHON =
            "import platform, sys; sys.exit(platform.python_implementation() != 'CPython' or sys.version_info < (3, 8))";

    private Python() {}

    private static final boolean IS_HERE = look();

    /** Whether there is a CPython that is not too old to be compared with. */
    static boolean isHere() {
        return IS_HERE;
    }

    private static boolean look() {
        try {
            Process python = new ProcessBuilder("python3", "-c", IS_CPYTHON)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return python.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the script now. */
    static Trace record(long seed, int steps) {
        try {
            Process python = new ProcessBuilder("python3", "-", Long.toString(seed), Integer.toString(steps))
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = python.getOutputStream()) {
                in.write(resource(SCRIPT));
            }
            String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (python.waitFor() != 0) {
                throw new AssertionError("python3 failed:\n" + output);
            }
            return new Trace(output.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the script printed when it was committed. */
    static Trace corpus() {
        try (InputStream in = new GZIPInputStream(open(CORPUS))) {
            return new Trace(new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String name) {
        InputStream in = Python.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is not among the test resources");
        }
        return in;
    }
}
