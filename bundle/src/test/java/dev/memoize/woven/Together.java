package dev.memoize.woven;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Threads of a test: started together, and their results, or the first failure, collected. */
final class Together<R> {
    private final List<Thread> threads = new ArrayList<>();
    private final List<FutureTask<R>> tasks = new ArrayList<>();
    private final Set<Thread> begun = ConcurrentHashMap.newKeySet();

    /** Each of {@code count} threads calls what {@code task} makes for its number. */
    static <R> Together<R> start(int count, IntFunction<Callable<R>> task) {
        return start(count, task, run -> {
            Thread thread = new Thread(run);
            thread.setDaemon(true);
            return thread;
        });
    }

    static <R> Together<R> start(int count, IntFunction<Callable<R>> task, ThreadFactory factory) {
        Together<R> all = new Together<>();
        CountDownLatch begin = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Callable<R> mine = task.apply(i);
            FutureTask<R> future = new FutureTask<>(() -> {
                begin.countDown();
                begin.await();
                all.begun.add(Thread.currentThread());
                return mine.call();
            });
            Thread thread = factory.newThread(future);
            all.tasks.add(future);
            all.threads.add(thread);
            thread.start();
        }
        return all;
    }

    /** Until that many wait for something in their task, or have ended. */
    Together<R> untilWaiting(int count) {
        while (begun.stream().filter(Together::isWaiting).count() < count) {
            Thread.onSpinWait();
        }
        return this;
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        };
    }

    Thread thread(int number) {
        return threads.get(number);
    }

    /** The results in order; a minute is for ever. */
    List<R> results() throws Exception {
        List<R> results = new ArrayList<>();
        for (FutureTask<R> task : tasks) {
            results.add(task.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
