package dev.memoize.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the heaps' results of one key rest on. Guarded by the lock that {@link Provenances} has for the key. */
final class Provenance {
    /** What results rest on that were computed here and could not be stored: that Redis has none either. */
    private static final Set<ByteBuffer> NO_RESULT = Set.of(ByteBuffer.allocate(0));

    private static final class Ground {
        final Set<ByteBuffer> marks;
        /** How many have come to rest on it, whether their results are still there or not. */
        int uses = 1;

        Ground(Set<ByteBuffer> marks) {
            this.marks = marks;
        }

        boolean has(ByteBuffer mark) {
            return marks != NO_RESULT && marks.contains(mark);
        }
    }

    /** How many of Redis's values are told apart. */
    private static final int MOST = 8;

    /**
     * For each result, what Redis may have under the key while it is good: the value that it was read from; the lease
     * that it was computed under, or what that lease was filled with. All have to hold.
     */
    private final List<Ground> grounds = new ArrayList<>(1);

    /** How often the key was pushed. */
    int pushes;

    /** Look-ups under way. */
    int open;

    /** Look-ups altogether. */
    int uses;

    /** Whether Redis is being asked because the key was pushed. */
    boolean looking;

    /** Whether to ask once more after that. */
    boolean lookAgain;

    /** The part of a value by which it is told from others: a lease is the same whether somebody waits or not. */
    private static ByteBuffer mark(byte[] value) {
        int length = LeaseToken.isLease(value) ? LeaseToken.OWNER : Math.min(value.length, Envelope.HEADER);
        return ByteBuffer.wrap(Arrays.copyOf(value, length));
    }

    /** A result rests on this value. */
    void rely(byte[] value) {
        ByteBuffer mark = mark(value);
        boolean known = false;
        for (Ground ground : grounds) {
            if (ground.has(mark)) {
                ground.uses++;
                known = true;
            }
        }
        if (!known) {
            add(mark);
        }
    }

    private void add(ByteBuffer mark) {
        if (grounds.size() < MOST) {
            grounds.add(new Ground(new HashSet<>(Set.of(mark))));
        } else {
            relyOnNothing();
        }
    }

    /** A result rests on something that is not known: the next push ends it. */
    void relyOnNothing() {
        grounds.clear();
        grounds.add(new Ground(Set.of()));
    }

    /** What rests on {@code before} will go on to rest on {@code after}, which takes its place and no other's. */
    void follow(byte[] before, byte[] after) {
        ByteBuffer old = mark(before);
        boolean known = false;
        for (Ground ground : grounds) {
            if (ground.has(old)) {
                ground.marks.add(mark(after));
                known = true;
            }
        }
        if (!known) {
            add(old);
            follow(before, after);
        }
    }

    /** That has taken place. */
    void followed(byte[] before) {
        ByteBuffer old = mark(before);
        for (Ground ground : grounds) {
            if (ground.has(old) && ground.marks.size() > 1) {
                ground.marks.remove(old);
            }
        }
    }

    /** One that rested on {@code before} has come to nothing. */
    void leave(byte[] before) {
        ByteBuffer old = mark(before);
        grounds.removeIf(g -> g.has(old) && --g.uses == 0);
    }

    /** What rested on that lease is not going to be stored. */
    void leaveUnstored(byte[] lease) {
        ByteBuffer old = mark(lease);
        grounds.removeIf(g -> g.has(old));
        if (grounds.stream().noneMatch(g -> g.marks == NO_RESULT)) {
            grounds.add(new Ground(NO_RESULT));
        }
    }

    boolean isIdle() {
        return open == 0 && !looking;
    }

    void clear() {
        grounds.clear();
    }

    boolean restsOnAnything() {
        return !grounds.isEmpty();
    }

    /** Whether all results are good if Redis has this value, of which nothing behind the header is needed. */
    boolean isGoodWith(byte[] value) {
        ByteBuffer mark = mark(value);
        return grounds.stream()
                .allMatch(g -> g.marks.contains(mark) || (g.marks == NO_RESULT && LeaseToken.isLease(value)));
    }
}
