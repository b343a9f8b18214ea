package dev.memoize.trace;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.LongEntry;
import dev.memoize.heap.RefEntry;
import dev.memoize.heap.WideEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What keys are called in a trace: 64 bits that are the same for equal keys, and of which nobody can tell the
 * arguments.
 *
 * <p>Primitives, strings and boxes are hashed with a secret. Of anything else there is no more to go by than
 * {@code equals}, so it is given a number, and the first {@link #MOST} of a method are kept to find that again; what
 * comes later is told apart by its {@code hashCode}. Runs those two of the keys, on the writer's thread. For one thread
 * at a time.
 */
final class KeyNames {
    /** How many keys are remembered, at most. */
    static final int MOST = 1 << 18;

    private static final int NULL = 1;
    private static final int TEXT = 2;
    private static final int CHARACTER = 3;
    private static final int BOOLEAN = 4;
    private static final int LONG = 5;
    private static final int INTEGER = 6;
    private static final int SHORT = 7;
    private static final int BYTE = 8;
    private static final int DOUBLE = 9;
    private static final int FLOAT = 10;
    private static final int NUMBERED = 11;
    private static final int HASHED = 12;

    private final KeyedHash hash;
    private final Equality equality;
    private final int most;
    private final Map<Other, Integer> numbers = new HashMap<>();

    KeyNames(KeyedHash hash, Equality equality, int most) {
        this.hash = hash;
        this.equality = equality;
        this.most = most;
    }

    /** Whether there were more keys than are remembered. */
    boolean isFull() {
        return numbers.size() >= most;
    }

    /** @param cache tells the caches of a method apart */
    long name(Entry key, int cache) {
        hash.begin();
        hash.add(cache);
        if (key instanceof LongEntry) {
            hash.add(((LongEntry) key).key);
        } else if (key instanceof RefEntry) {
            add(((RefEntry) key).key);
        } else {
            WideEntry wide = (WideEntry) key;
            for (long word : wide.words) {
                hash.add(word);
            }
            for (Object ref : wide.refs) {
                add(ref);
            }
        }
        return hash.end();
    }

    private void add(@Nullable Object ref) {
        if (ref == null) {
            hash.add(NULL);
        } else if (ref instanceof String) {
            add((String) ref);
        } else if (ref instanceof Character) {
            add(CHARACTER, (Character) ref);
        } else if (ref instanceof Boolean) {
            add(BOOLEAN, (Boolean) ref ? 1 : 0);
        } else if (equality == Equality.UNTYPED || !addNumber(ref)) {
            addOther(ref);
        }
    }

    private void add(int kind, long bits) {
        hash.add(kind);
        hash.add(bits);
    }

    private void add(String text) {
        add(TEXT, text.length());
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word = word << Character.SIZE | text.charAt(i);
            if ((i & 3) == 3) {
                hash.add(word);
                word = 0;
            }
        }
        hash.add(word);
    }

    private boolean addNumber(Object ref) {
        if (ref instanceof Integer) {
            add(INTEGER, (Integer) ref);
        } else if (ref instanceof Long) {
            add(LONG, (Long) ref);
        } else if (ref instanceof Short) {
            add(SHORT, (Short) ref);
        } else if (ref instanceof Byte) {
            add(BYTE, (Byte) ref);
        } else if (ref instanceof Double) {
            add(DOUBLE, Double.doubleToLongBits((Double) ref));
        } else if (ref instanceof Float) {
            add(FLOAT, Float.floatToIntBits((Float) ref));
        } else {
            return false;
        }
        return true;
    }

    private void addOther(Object ref) {
        Other key = new Other(ref, equality.hash(ref), equality);
        Integer known = numbers.get(key);
        if (known == null && !isFull()) {
            known = numbers.size();
            numbers.put(key, known);
        }
        if (known == null) {
            add(HASHED, key.hash);
        } else {
            add(NUMBERED, known);
        }
    }

    private static final class Other {
        private final Object ref;
        private final int hash;
        private final Equality equality;

        Other(Object ref, int hash, Equality equality) {
            this.ref = ref;
            this.hash = hash;
            this.equality = equality;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Other && hash == ((Other) other).hash && equality.same(ref, ((Other) other).ref);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
