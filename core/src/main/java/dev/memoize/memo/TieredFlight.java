package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.spi.RemoteMemo.Lease;
import org.jspecify.annotations.Nullable;

/** A computation whose result goes to the second tier as well, or comes from there. */
final class TieredFlight extends Flight {
    private final Signature signature;

    /** Set by the owner before it computes. */
    @Nullable
    Lease lease;

    long age;

    TieredFlight(KeyedMemo memo, @Nullable Entry entry) {
        super(memo, entry);
        this.signature = memo.method().signature();
    }

    @Override
    long age() {
        return age;
    }

    @Override
    void filled() {
        Lease mine = lease;
        Object value = value();
        if (mine != null && value != null) {
            lease = null;
            mine.fill(signature.boxedResult(bits(), value));
        }
    }

    @Override
    void failed() {
        Lease mine = lease;
        if (mine != null) {
            lease = null;
            mine.release();
        }
    }
}
