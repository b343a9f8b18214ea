package dev.memoize.memo;

import dev.memoize.spi.Ticker;
import org.jspecify.annotations.Nullable;

/** The shapes of keys, told apart by the static types of the arguments. */
public enum KeyKind {
    /** Primitive arguments of at most 64 bits together, or none. */
    LONG {
        @Override
        KeyedMemo memo(MemoizedMethod method, @Nullable Object owner, Ticker ticker) {
            return new LongKeyMemo(method, owner, ticker);
        }
    },
    /** One reference. */
    REF {
        @Override
        KeyedMemo memo(MemoizedMethod method, @Nullable Object owner, Ticker ticker) {
            return new RefKeyMemo(method, owner, ticker);
        }
    },
    /** Anything else. */
    WIDE {
        @Override
        KeyedMemo memo(MemoizedMethod method, @Nullable Object owner, Ticker ticker) {
            return new WideKeyMemo(method, owner, ticker);
        }
    };

    abstract KeyedMemo memo(MemoizedMethod method, @Nullable Object owner, Ticker ticker);
}
