package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/** The policy of a heap that never evicts: it remembers nothing. */
final class Unbounded implements Policy {
    @Override
    public void add(Entry entry, float cost) {}

    @Override
    public @Nullable Entry victim() {
        return null;
    }

    @Override
    public void died(Entry entry) {}

    @Override
    public void resize(int capacity) {}

    @Override
    public void clear() {}
}
