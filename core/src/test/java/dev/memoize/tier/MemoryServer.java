package dev.memoize.tier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the processes of a {@link MemoryTier} share: the reference of what a second tier does, without a network.
 * Messages are delivered at once, or held back until a test says so.
 */
final class MemoryServer {
    /** A result with the time it expires, or a lease, which has no value. */
    private static final class Slot {
        Object value;
        long deadline;
        boolean leased;
        /** Those of the key's tags when the lease was given or the value put. */
        List<Object> generations = List.of();
    }

    /** What a tag was given when it was invalidated last. Guarded by this. */
    private final Map<String, Object> generations = new HashMap<>();

    /** Guarded by this. */
    private final Map<Object, Slot> slots = new HashMap<>();

    private final List<MemoryTier> tiers = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    volatile boolean holding;

    void join(MemoryTier tier) {
        tiers.add(tier);
    }

    /** The slot if it has a value; a new leased one if it is absent and {@code lease}; else {@code null}. */
    synchronized Object read(Object key, boolean lease) {
        Slot slot = slots.get(key);
        if (slot != null && !slot.leased && slot.deadline - System.nanoTime() <= 0) {
            slots.remove(key);
            slot = null;
        }
        if (slot != null && !slot.leased && !slot.generations.equals(generations(key))) {
            slots.remove(key);
            slot = null;
        }
        if (slot == null && lease) {
            slot = new Slot();
            slot.generations = generations(key);
            slot.leased = true;
            slots.put(key, slot);
            return slot;
        }
        return slot == null || slot.leased ? null : new Object[] {slot.value, slot.deadline - System.nanoTime()};
    }

    synchronized void awaitFreed(Object key, long millis) throws InterruptedException {
        Slot slot = slots.get(key);
        if (slot != null && slot.leased) {
            wait(millis);
        }
    }

    synchronized boolean fill(Object key, Object lease, Object value, long ttlNanos) {
        Slot slot = slots.get(key);
        if (slot != lease) {
            return false;
        }
        slot.value = value;
        slot.deadline = System.nanoTime() + ttlNanos;
        slot.leased = false;
        notifyAll();
        return true;
    }

    synchronized void release(Object key, Object lease) {
        if (slots.get(key) == lease) {
            slots.remove(key);
            notifyAll();
        }
    }

    synchronized void put(Object key, Object value, long ttlNanos) {
        Slot slot = new Slot();
        slot.value = value;
        slot.deadline = System.nanoTime() + ttlNanos;
        slot.generations = generations(key);
        slots.put(key, slot);
        notifyAll();
    }

    private List<Object> generations(Object key) {
        List<Object> all = new ArrayList<>();
        ((MemoryTier.Key) key).tags().forEach(tag -> all.add(generations.getOrDefault(tag, "")));
        return all;
    }

    synchronized void invalidateTag(String tag) {
        generations.put(tag, new Object());
    }

    synchronized boolean remove(Object key) {
        Slot slot = slots.remove(key);
        notifyAll();
        return slot != null && !slot.leased;
    }

    synchronized void removeIf(java.util.function.Predicate<Object> condition) {
        slots.keySet().removeIf(condition);
        notifyAll();
    }

    /** To every process but the sender. */
    void tell(MemoryTier sender, java.util.function.Consumer<MemoryTier> message) {
        for (MemoryTier tier : new ArrayList<>(tiers)) {
            if (tier != sender) {
                if (holding) {
                    held.add(() -> message.accept(tier));
                } else {
                    message.accept(tier);
                }
            }
        }
    }

    void deliver() {
        holding = false;
        for (Runnable message = held.poll(); message != null; message = held.poll()) {
            message.run();
        }
    }
}
