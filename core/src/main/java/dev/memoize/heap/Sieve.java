package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * SIEVE (NSDI '24): entries stay in the order they came; a hand goes from the oldest to the newest and round again,
 * spares what was used since it last came by, and takes the first that was not. Whether an entry was used is seen from
 * its stamp. The newest entry, for which room is being made, is not there yet for the hand.
 */
final class Sieve implements Policy {
    private static final class Node {
        final Entry entry;
        long seen;

        @Nullable
        Node older;

        @Nullable
        Node newer;

        Node(Entry entry) {
            this.entry = entry;
            this.seen = entry.stamp;
        }
    }

    private static final int FEW = 16;

    private @Nullable Node oldest;
    private @Nullable Node newest;
    private @Nullable Node hand;
    private int size;
    private int dead;

    @Override
    public void add(Entry entry, float cost) {
        Node node = new Node(entry);
        node.older = newest;
        if (newest == null) {
            oldest = node;
        } else {
            newest.newer = node;
        }
        newest = node;
        size++;
    }

    @Override
    public @Nullable Entry victim() {
        for (; ; ) {
            Node node = hand == null ? oldest : hand;
            if (node == null) {
                return null;
            }
            hand = node.newer == newest ? null : node.newer;
            long stamp = node.entry.stamp;
            if (node.entry.dead) {
                unlink(node);
                dead--;
            } else if (node.seen == stamp && (node != newest || size == 1)) {
                unlink(node);
                return node.entry;
            } else {
                node.seen = stamp;
            }
        }
    }

    private void unlink(Node node) {
        if (node.older == null) {
            oldest = node.newer;
        } else {
            node.older.newer = node.newer;
        }
        if (node.newer == null) {
            newest = node.older;
        } else {
            node.newer.older = node.older;
        }
        size--;
    }

    @Override
    public void died(Entry entry) {
        if (++dead <= FEW || dead <= size >> 1) {
            return;
        }
        for (Node node = oldest; node != null; node = node.newer) {
            if (node.entry.dead) {
                if (node == hand) {
                    hand = node.newer;
                }
                unlink(node);
            }
        }
        dead = 0;
    }

    @Override
    public void resize(int capacity) {}

    @Override
    public void clear() {
        oldest = null;
        newest = null;
        hand = null;
        size = 0;
        dead = 0;
    }
}
