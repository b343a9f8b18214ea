package dev.memoize.memo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Two threads that do the same while somebody else has the monitor that both need. */
public final class Blocked {
    private Blocked() {}

    /** Checks that neither goes on before it has had the monitor, whatever the other was about to do with it. */
    public static void bothWaitFor(Object monitor, Runnable task) throws InterruptedException {
        Thread first = new Thread(task);
        Thread second = new Thread(task);
        synchronized (monitor) {
            assertThat(comesTo(monitor, first)).isTrue();
            assertThat(comesTo(monitor, second)).as("the second waits, too").isTrue();
        }
        first.join();
        second.join();
    }

    /** Whether it waits for the monitor in the end, rather than end. */
    private static boolean comesTo(Object monitor, Thread thread) {
        thread.start();
        for (; ; ) {
            ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
            if (info == null) {
                return false;
            }
            LockInfo awaited = info.getThreadState() == Thread.State.BLOCKED ? info.getLockInfo() : null;
            if (awaited != null && awaited.getIdentityHashCode() == System.identityHashCode(monitor)) {
                return true;
            }
            Thread.onSpinWait();
        }
    }
}
