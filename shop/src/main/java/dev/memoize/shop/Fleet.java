package dev.memoize.shop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The workers, each a JVM. Closing ends them. Used by one thread, but closed by any. */
final class Fleet implements AutoCloseable {
    private static final String GONE = "gone";

    private final List<Ship> ships = new ArrayList<>();
    private boolean closed;

    /** Returns once all are connected. */
    void start(Plan plan, Path folder, long seconds) throws IOException, InterruptedException {
        for (int i = 0; i < plan.processes(); i++) {
            Ship ship;
            synchronized (ships) {
                if (closed) {
                    throw new IOException("stopped");
                }
                ship = new Ship(i, folder.resolve("worker-" + i + ".log"));
                ships.add(ship);
            }
            ship.send(Worker.toLine(plan.of(i)));
        }
        answers("ready", seconds);
    }

    /** Says the same to all, and returns what each answers. */
    List<String> ask(String command, long seconds) throws IOException, InterruptedException {
        for (Ship ship : ships) {
            ship.send(command);
        }
        return answers(command, seconds);
    }

    private List<String> answers(String command, long seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<String> answers = new ArrayList<>();
        for (Ship ship : ships) {
            String answer = ship.answers.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new IOException(
                        "process " + ship.number + " did not answer \"" + command + "\" within " + seconds + " s");
            }
            if (answer.startsWith(Worker.DATABASE)) {
                throw new IOException(answer);
            }
            if (answer.equals(GONE) || answer.startsWith(Worker.FAILED)) {
                throw new IOException("process " + ship.number + " " + answer + ship.lastWords());
            }
            answers.add(answer);
        }
        return answers;
    }

    @Override
    public void close() {
        synchronized (ships) {
            closed = true;
            for (Ship ship : ships) {
                ship.process.destroyForcibly();
            }
            for (Ship ship : ships) {
                ship.process.onExit().join();
            }
        }
    }

    private static final class Ship {
        final int number;
        final Process process;
        final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final BufferedWriter in;
        private final Path log;

        Ship(int number, Path log) throws IOException {
            this.number = number;
            this.log = log;
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Worker.class.getName())
                    .redirectError(log.toFile())
                    .start();
            in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            Thread listener = new Thread(this::listen, "process-" + number);
            listener.setDaemon(true);
            listener.start();
        }

        private void listen() {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    answers.add(line);
                }
            } catch (IOException e) {
                // As if it had ended.
            }
            answers.add(GONE);
        }

        void send(String line) throws IOException {
            in.write(line);
            in.newLine();
            in.flush();
        }

        String lastWords() throws IOException {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty()
                    ? ""
                    : "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        }
    }
}
