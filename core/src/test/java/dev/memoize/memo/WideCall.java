package dev.memoize.memo;

import dev.memoize.heap.Rows;
import dev.memoize.heap.WideEntry;
import java.util.function.ToLongFunction;

/**
 * A call of {@code long f(int a, Object b, long c)}, written out as the weaver writes it, but refreshed as a function.
 */
final class WideCall {
    private WideCall() {}

    static long call(WideKeyMemo memo, int a, Object b, long c, ToLongFunction<Object> body) {
        long word = a & 0xffffffffL;
        int hash = Keys.mix(0, Keys.hash(word));
        hash = Keys.mix(hash, memo.hash(b));
        hash = Keys.mix(hash, Keys.hash(c));
        WideEntry entry = memo.first(hash);
        while (entry != null && !(entry.words[0] == word && entry.words[1] == c && memo.same(entry.refs[0], b))) {
            entry = entry.nextSameHash();
        }
        long found = entry == null ? KeyedMemo.MISS : memo.hitLong(entry);
        if (found == KeyedMemo.MISS) {
            found = find(hash, memo, word, c, b);
        }
        if (found != KeyedMemo.MISS) {
            return found;
        }
        Flight flight = memo.open(hash, new long[] {word, c}, new Object[] {b});
        if (!flight.mustCompute()) {
            memo.refresh(flight, (mine, key) -> mine.complete(body.applyAsLong(((WideEntry) key).refs[0])));
            return flight.longResult();
        }
        try {
            long result = body.applyAsLong(b);
            flight.complete(result);
            return result;
        } catch (Throwable t) {
            flight.failure = t;
            if (flight.recovers(t)) {
                return flight.longResult();
            }
            throw t;
        }
    }

    private static long find(int hash, WideKeyMemo memo, long a, long c, Object b) {
        Rows rows = memo.rows();
        if (rows == null) {
            return KeyedMemo.MISS;
        }
        for (int slot = rows.first(hash); slot >= 0; slot = rows.next(slot, hash)) {
            long version = rows.version(slot, hash);
            if (rows.word(slot, 0) == a && rows.word(slot, 1) == c && memo.same(rows, slot, version, 0, b)) {
                return memo.hitLong(rows, slot, version);
            }
        }
        return KeyedMemo.MISS;
    }
}
