package dev.memoize.heap;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** First in, first out: uses do not count. */
final class Fifo implements Policy {
    private static final int FEW = 16;

    private final ArrayDeque<Entry> line = new ArrayDeque<>();
    private int dead;

    @Override
    public void add(Entry entry, float cost) {
        line.addLast(entry);
    }

    @Override
    public @Nullable Entry victim() {
        Entry first = line.pollFirst();
        while (first != null && first.dead) {
            dead--;
            first = line.pollFirst();
        }
        return first;
    }

    @Override
    public void died(Entry entry) {
        if (++dead > FEW && dead > line.size() >> 1) {
            line.removeIf(e -> e.dead);
            dead = 0;
        }
    }

    @Override
    public void resize(int capacity) {}

    @Override
    public void clear() {
        line.clear();
        dead = 0;
    }
}
