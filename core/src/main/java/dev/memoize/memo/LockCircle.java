package dev.memoize.memo;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import org.jspecify.annotations.Nullable;

/**
 * Circles of waits that go through locks of the program's own: the caller of a memoized method holds a lock that the
 * computation it waits for needs. The plain methods would not have waited for each other.
 *
 * <p>Asks the JVM, which is slow: for waits that have lasted long already. Knows monitors and the locks of
 * java.util.concurrent, not those that virtual threads wait for. The answer may be out of date when it comes; wrongly
 * yes costs a computation, wrongly no is asked again.
 */
final class LockCircle {
    private static final int LONGEST_WALK = 100;

    private LockCircle() {}

    /** Whether {@code flight} waits, by way of flights and locks, for {@code me}. */
    static boolean isClosedBy(Thread me, Flight flight) {
        try {
            Thread owner = flight.owner;
            long id = owner == null ? -1 : owner.getId();
            for (int i = 0; i < LONGEST_WALK && id >= 0; i++) {
                if (id == me.getId()) {
                    return true;
                }
                Flight next = Flight.waitedForBy(id);
                Thread nextOwner = next == null || next.isSettled() ? null : next.owner;
                id = nextOwner != null ? nextOwner.getId() : lockOwner(id);
            }
            return false;
        } catch (LinkageError | SecurityException e) {
            // An image without java.management, or a sandbox: nothing is known.
            return false;
        }
    }

    /** Who holds the lock that this thread waits for, on whatever stack they are; -1 for nobody. */
    private static long lockOwner(long thread) {
        @Nullable ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(FreshStack.activeOf(thread));
        return info == null ? -1 : FreshStack.callerOf(info.getLockOwnerId());
    }
}
