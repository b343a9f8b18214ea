package dev.memoize.redis;

import dev.memoize.spi.RemoteMemo.Listener;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The heaps of one method, one for each instance, which they do not keep alive. Thread-safe. */
final class Listeners {
    private final Queue<WeakReference<Listener>> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger added = new AtomicInteger();

    void add(Listener listener) {
        all.add(new WeakReference<>(listener));
        int n = added.incrementAndGet();
        if ((n & (n - 1)) == 0) {
            tell(alive -> {});
        }
    }

    boolean any(Predicate<Listener> condition) {
        boolean[] any = {false};
        tell(listener -> any[0] |= condition.test(listener));
        return any[0];
    }

    void tell(Consumer<Listener> message) {
        for (Iterator<WeakReference<Listener>> i = all.iterator(); i.hasNext(); ) {
            Listener listener = i.next().get();
            if (listener == null) {
                i.remove();
            } else {
                message.accept(listener);
            }
        }
    }
}
