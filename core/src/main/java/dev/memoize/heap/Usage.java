package dev.memoize.heap;

/**
 * What a policy knows of one key: its hash, when it was used last and about how often.
 *
 * <p>{@link #stamp} and {@link #uses} are written by readers, racily, and a lost write makes a key look a little
 * colder; the rest is guarded by the {@link Heap}.
 */
abstract class Usage {
    /** The most uses that are told apart. */
    static final int MOST = 15;

    private static final int COUNT_BITS = 4;

    public final int hash;

    /** When it was used last, in ticks of the heap's clock. */
    long stamp;

    /** How often, up to {@link #MOST}, and above that, modulo 16, the generation it was counted in. */
    private byte uses;

    /**
     * Which queue of its policy it is in. Before it is in the table: in a table of which size its key was searched for,
     * see {@link Table#newest}.
     */
    byte place;

    boolean dead;

    Usage(int hash) {
        this.hash = hash;
    }

    /** About how often it was used, each use counting half as much with every generation that passes. */
    final int uses(int generation) {
        return (uses & MOST) >> (generation - (uses >> COUNT_BITS) & MOST);
    }

    /** Counts a use. */
    final void use(int generation) {
        int now = uses;
        int count = (now & MOST) >> (generation - (now >> COUNT_BITS) & MOST);
        uses = (byte) (generation << COUNT_BITS | Math.min(MOST, count + 1));
    }

    /** Its uses, for {@link #restore}. */
    final byte counted() {
        return uses;
    }

    final void restore(byte counted) {
        uses = counted;
    }
}
