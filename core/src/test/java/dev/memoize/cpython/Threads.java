package dev.memoize.cpython;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntConsumer;

/** Threads of a test, whose failures fail the test. */
final class Threads {
    private final List<Thread> threads = new ArrayList<>();
    private final Set<Thread> begun = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Threads() {}

    /** Each runs {@code task} with its number, and none begins before all have started. */
    static Threads start(int count, IntConsumer task) {
        Threads all = new Threads();
        CyclicBarrier barrier = new CyclicBarrier(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try {
                    await(barrier);
                    all.begun.add(Thread.currentThread());
                    task.accept(number);
                } catch (Throwable t) {
                    all.failures.add(t);
                }
            });
            thread.setDaemon(true);
            thread.start();
            all.threads.add(thread);
        }
        return all;
    }

    static void runTogether(int count, IntConsumer task) throws InterruptedException {
        start(count, task).join();
    }

    /** Blocks until that many of them wait for something in their task, or have ended. */
    void untilWaiting(int count) {
        while (begun.stream().filter(Threads::isBlocked).count() < count) {
            Thread.onSpinWait();
        }
    }

    private static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        };
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(failures.size() + " threads failed", failures.peek());
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
