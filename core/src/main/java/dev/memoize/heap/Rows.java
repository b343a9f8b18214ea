package dev.memoize.heap;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a {@link FlatRows}, of one capacity: what look-ups read without a lock. For woven code, which compares
 * keys in place:
 *
 * <pre>{@code
 * for (int slot = rows.first(hash); slot >= 0; slot = rows.next(slot, hash)) {
 *     long version = rows.version(slot, hash);
 *     if (the words and references of the slot are the arguments) {
 *         return memo.hitLong(rows, slot, version);
 *     }
 * }
 * }</pre>
 *
 * <p>Between {@link #version} and {@link #isStill} the slot may be written: what was read then is of one key or of
 * several, but always what some key has, and none of it counts unless {@link #isStill} says yes.
 */
public final class Rows {
    /** The version of a slot that has another hash: odd, and none that a stripe has. */
    private static final long OTHER = -1;

    /** In a hash as it is stored, so that 0 is left for an empty slot. */
    private static final int TAKEN = 1;

    final int[] hashes;
    final int[] stamps;
    final Object[] refs;
    /** For each slot those of the key, then the bits of the result. */
    final long[] words;

    final long[] versions;
    final int stripeMask;

    private final int refsOfSlot;
    private final int wordsOfSlot;

    Rows(Layout layout, int capacity) {
        this.refsOfSlot = layout.refs();
        this.wordsOfSlot = layout.words() + 1;
        this.versions = FlatStore.versions(capacity);
        this.stripeMask = FlatStore.stripeMask(versions);
        this.hashes = new int[capacity];
        this.stamps = new int[capacity];
        this.refs = new Object[capacity * refsOfSlot];
        this.words = new long[capacity * wordsOfSlot];
    }

    static int stored(int hash) {
        return hash | TAKEN;
    }

    int home(int hash) {
        return (int) ((hash & 0xFFFF_FFFFL) * hashes.length >>> Integer.SIZE);
    }

    /** The first slot of that hash, -1 if there is none. */
    public int first(int hash) {
        return seek(home(hash | TAKEN), hash | TAKEN);
    }

    /** The next slot of that hash. */
    public int next(int slot, int hash) {
        return seek(slot + 1 == hashes.length ? 0 : slot + 1, hash | TAKEN);
    }

    private int seek(int from, int stored) {
        int[] all = hashes;
        int i = from;
        for (; ; ) {
            int h = all[i];
            if (h == stored) {
                return i;
            }
            if (h == 0) {
                return -1;
            }
            if (++i == all.length) {
                i = 0;
            }
        }
    }

    /** The version of a slot, to be read before its key: odd if it has another hash or is being written. */
    public long version(int slot, int hash) {
        long version = (long) FlatStore.VERSION.getAcquire(versions, (slot & stripeMask) << FlatStore.PAD_SHIFT);
        return hashes[slot] == (hash | TAKEN) ? version : OTHER;
    }

    /** Whether everything that was read of the slot since {@link #version} is of one key. */
    public boolean isStill(int slot, long version) {
        VarHandle.loadLoadFence();
        return (version & 1) == 0 && versions[(slot & stripeMask) << FlatStore.PAD_SHIFT] == version;
    }

    public long word(int slot, int i) {
        return words[slot * wordsOfSlot + i];
    }

    public @Nullable Object ref(int slot, int i) {
        return refs[slot * refsOfSlot + i];
    }

    long bits(int slot) {
        return words[slot * wordsOfSlot + wordsOfSlot - 1];
    }

    boolean isTaken(int slot) {
        return hashes[slot] != 0;
    }

    // Below here: guarded by the heap. Nothing is called between the first word of a slot and its last.

    void write(int slot, int stored, long[] keyWords, @Nullable Object[] keyRefs, long bits) {
        long[] ws = words;
        Object[] rs = refs;
        int w = slot * wordsOfSlot;
        int r = slot * refsOfSlot;
        hashes[slot] = stored;
        for (int i = 0; i < keyWords.length; i++) {
            ws[w + i] = keyWords[i];
        }
        ws[w + wordsOfSlot - 1] = bits;
        for (int i = 0; i < keyRefs.length; i++) {
            rs[r + i] = keyRefs[i];
        }
    }

    /** Copies a slot of these rows, or of others of the same layout. Not its stamp. */
    void copy(Rows from, int fromSlot, int slot) {
        long[] fromWords = from.words;
        Object[] fromRefs = from.refs;
        long[] ws = words;
        Object[] rs = refs;
        int fromWord = fromSlot * wordsOfSlot;
        int fromRef = fromSlot * refsOfSlot;
        int w = slot * wordsOfSlot;
        int r = slot * refsOfSlot;
        hashes[slot] = from.hashes[fromSlot];
        for (int i = 0; i < wordsOfSlot; i++) {
            ws[w + i] = fromWords[fromWord + i];
        }
        for (int i = 0; i < refsOfSlot; i++) {
            rs[r + i] = fromRefs[fromRef + i];
        }
    }

    /** The words stay: they are nobody's once the hash is gone. */
    void vacate(int slot) {
        Object[] rs = refs;
        int r = slot * refsOfSlot;
        hashes[slot] = 0;
        for (int i = 0; i < refsOfSlot; i++) {
            rs[r + i] = null;
        }
    }

    /** Whether a slot has these very words and references; its hash is known to be the same. */
    boolean hasKey(int slot, long[] keyWords, @Nullable Object[] keyRefs) {
        for (int i = 0; i < keyWords.length; i++) {
            if (word(slot, i) != keyWords[i]) {
                return false;
            }
        }
        for (int i = 0; i < keyRefs.length; i++) {
            if (ref(slot, i) != keyRefs[i]) {
                return false;
            }
        }
        return true;
    }
}
