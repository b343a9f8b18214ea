package dev.memoize.logtime;

import dev.memoize.LogTime;
import java.util.concurrent.CountDownLatch;

/** A program of a user, run in a JVM of its own. */
final class Program {
    private Program() {}

    @LogTime
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @LogTime
    static void other() {}

    @LogTime(sink = LogTime.Sink.JFR)
    static int event(int n) {
        return n;
    }

    @LogTime(sink = LogTime.Sink.LOGGER)
    static int logged(int n) {
        return n;
    }

    public static void main(String[] args) throws InterruptedException {
        long result = fib(20);
        switch (args[0]) {
            case "normal" -> other();
            case "exit" -> System.exit(3);
            case "uncaught" -> throw new IllegalStateException("uncaught");
            case "daemons" -> daemons();
            case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(() -> fib(10)));
            case "sinks" -> result += event(1) + logged(1);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println(result);
    }

    /** Many threads record while the process ends; what a thread has counted must be in the file. */
    private static void daemons() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                fib(15);
                done.countDown();
                for (; ; ) {
                    other();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
    }
}
