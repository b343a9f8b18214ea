package dev.memoize.memo;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A map by identity that does not keep its keys alive. Look-ups take no lock and allocate nothing; insertions and the
 * removal of the dead hold this object's monitor.
 */
final class WeakIdentityMap<V> {
    private static final class Node<V> extends WeakReference<Object> {
        final int hash;
        final V value;
        final Node<V> next;

        Node(Object key, int hash, V value, Node<V> next, ReferenceQueue<Object> queue) {
            super(key, queue);
            this.hash = hash;
            this.value = value;
            this.next = next;
        }
    }

    private final ReferenceQueue<Object> dead = new ReferenceQueue<>();
    private volatile AtomicReferenceArray<Node<V>> buckets = new AtomicReferenceArray<>(16);
    private int size;

    private @Nullable V get(Object key, int hash) {
        AtomicReferenceArray<Node<V>> b = buckets;
        for (Node<V> n = b.get(hash & (b.length() - 1)); n != null; n = n.next) {
            if (n.hash == hash && n.refersTo(key)) {
                return n.value;
            }
        }
        return null;
    }

    /** The value of that key; {@code factory} runs under the lock, so it must be ours. */
    V computeIfAbsent(Object key, Supplier<V> factory) {
        int h = System.identityHashCode(key) * 0x9E3779B9;
        int hash = h ^ (h >>> 16);
        V found = get(key, hash);
        if (found != null) {
            return found;
        }
        synchronized (this) {
            removeDead();
            found = get(key, hash);
            if (found == null) {
                found = factory.get();
                insert(key, hash, found);
            }
            return found;
        }
    }

    private void insert(Object key, int hash, V value) {
        if (size >= buckets.length()) {
            rebuild(buckets.length() * 2);
        }
        AtomicReferenceArray<Node<V>> b = buckets;
        int i = hash & (b.length() - 1);
        b.set(i, new Node<>(key, hash, value, b.get(i), dead));
        size++;
    }

    private void removeDead() {
        boolean any = false;
        for (Reference<?> r = dead.poll(); r != null; r = dead.poll()) {
            any = true;
        }
        if (any) {
            rebuild(buckets.length());
        }
    }

    private void rebuild(int length) {
        AtomicReferenceArray<Node<V>> old = buckets;
        AtomicReferenceArray<Node<V>> b = new AtomicReferenceArray<>(length);
        int count = 0;
        for (int i = 0; i < old.length(); i++) {
            for (Node<V> n = old.get(i); n != null; n = n.next) {
                Object key = n.get();
                if (key != null) {
                    int j = n.hash & (length - 1);
                    b.set(j, new Node<>(key, n.hash, n.value, b.get(j), dead));
                    count++;
                }
            }
        }
        size = count;
        buckets = b;
    }

    synchronized List<V> values() {
        removeDead();
        List<V> values = new ArrayList<>(size);
        for (int i = 0; i < buckets.length(); i++) {
            for (Node<V> n = buckets.get(i); n != null; n = n.next) {
                values.add(n.value);
            }
        }
        return values;
    }
}
