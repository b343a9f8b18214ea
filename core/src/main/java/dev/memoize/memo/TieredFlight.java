package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Lookup;
import dev.memoize.spi.RemoteMemo.Lease;
import org.jspecify.annotations.Nullable;

/** A computation whose result goes to the second tier as well, or comes from there. */
final class TieredFlight extends DeepFlight {
    private static final System.Logger LOG = System.getLogger("dev.memoize.tier");

    private final Signature signature;

    /** Set by the owner before it computes. */
    @Nullable
    Lease lease;

    long age;

    long due = -1;

    boolean found;

    /** An expired result, to be returned if the body throws. */
    @Nullable
    Lookup standIn;

    TieredFlight(KeyedMemo memo, @Nullable Entry entry, @Nullable Descent descent) {
        super(memo, entry, descent);
        this.signature = memo.method().signature();
    }

    /** What the tier has is of no use: the body has to run. */
    void beginAnew() {
        found = false;
        age = 0;
        due = -1;
        start();
    }

    @Override
    long age() {
        return age;
    }

    @Override
    long dueIn() {
        Lease mine = lease;
        return found || mine == null ? due : mine.dueNanos();
    }

    @Override
    boolean ranBody() {
        return !found;
    }

    @Override
    boolean standsIn() {
        Lookup expired = standIn;
        if (expired == null) {
            return false;
        }
        Object result = expired.result();
        if (signature.returnsPrimitive()) {
            take(signature.resultBits(result), Entry.PRIMITIVE);
        } else {
            take(0, result == null ? Entry.NULL : result);
        }
        return true;
    }

    @Override
    void filled() {
        Lease mine = lease;
        Object value = value();
        if (mine != null && value != null) {
            lease = null;
            try {
                mine.fill(signature.boxedResult(bits(), value));
            } catch (RuntimeException | StackOverflowError e) {
                // The result is here, and that is what the caller wants. The lease runs out.
                LOG.log(System.Logger.Level.DEBUG, "a result was not stored", e);
            }
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
