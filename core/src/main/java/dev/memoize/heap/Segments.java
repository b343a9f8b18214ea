package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * The resident keys of a cache in three queues, each in order of recency: a <em>window</em> of new ones, a
 * <em>main</em> segment, and of that the <em>protected</em> part, which was used again while it was in main. A
 * {@link Rule} says which of them goes.
 *
 * <p>The queues are the same under every rule, so the rule can be changed at any time and nothing is rebuilt: windows
 * grow and shrink by a few keys with each key that goes. Uses are not told to this class; it finds them in the stamps
 * when it comes to a key. Under {@link Rule.Basis#RECENCY} what goes is exactly the least recently used key.
 */
final class Segments {
    static final byte WINDOW = 1;
    static final byte MAIN = 2;
    static final byte PROTECTED = 3;

    /** Of the keys in main, how many are protected at most. */
    private static final double PROTECTED_SHARE = 0.8;
    /** Keys that move from a window that has become too large while one key goes. */
    private static final int MOVES = 8;
    /** Keys of the window that are looked at while one goes. */
    private static final int LOOKS = 64;

    private final RecencyQueue window = new RecencyQueue();
    private final RecencyQueue main = new RecencyQueue();
    private final RecencyQueue sheltered = new RecencyQueue();

    private int capacity;
    private Rule rule;
    private int windowSize;
    private int mainSize;
    private int shelteredSize;

    private int dead;
    private int deadInWindow;

    Segments(int capacity, Rule rule) {
        this.capacity = capacity;
        this.rule = rule;
        measure();
    }

    void rule(Rule newRule) {
        rule = newRule;
        measure();
    }

    void capacity(int newCapacity) {
        capacity = newCapacity;
        measure();
    }

    private void measure() {
        windowSize = rule.windowOf(capacity);
        mainSize = capacity - windowSize;
        shelteredSize = (int) (mainSize * PROTECTED_SHARE);
    }

    private int inWindow() {
        return window.size() - deadInWindow;
    }

    private int inMain() {
        return main.size() + sheltered.size() - (dead - deadInWindow);
    }

    /** Takes a key that is used now and was not resident; {@code before} is when it was used last, 0 if unknown. */
    void add(Usage key, long before) {
        boolean room = inMain() < mainSize;
        if (rule.basis() == Rule.Basis.REUSE && before != 0) {
            Usage oldest = oldestOfMain();
            if (oldest != null && before > oldest.stamp) {
                if (!room) {
                    demote(oldest);
                }
                put(main, key, MAIN);
                return;
            }
        }
        if (room && inWindow() + inMain() < mainSize) {
            put(main, key, MAIN);
        } else {
            put(window, key, WINDOW);
        }
    }

    private static void put(RecencyQueue queue, Usage key, byte place) {
        queue.add(key);
        key.place = place;
    }

    private void demote(Usage oldest) {
        takeOut(oldest);
        put(window, oldest, WINDOW);
    }

    /**
     * Chooses the key to go and forgets it; {@code null} if there is none.
     *
     * @param known whether the key that came last had been here before
     */
    @Nullable
    Usage victim(boolean known, int generation) {
        if (rule.basis() == Rule.Basis.RECENCY) {
            return leastRecentlyUsed();
        }
        if (inWindow() <= windowSize && inMain() > 0) {
            return takeOut(rule.basis() == Rule.Basis.REUSE ? oldestOfMain() : coldestOfMain());
        }
        Usage surplus = shrinkWindow(known, generation);
        if (surplus != null) {
            return surplus;
        }
        if (rule.basis() == Rule.Basis.REUSE) {
            promoteUsed();
            return takeOut(oldestOfWindow());
        }
        return contest(generation);
    }

    private @Nullable Usage leastRecentlyUsed() {
        for (; ; ) {
            Usage inMain = oldestOfMain();
            Usage top = topOfWindow();
            if (top == null) {
                return takeOut(inMain);
            }
            long filed = window.topFiled();
            if (inMain != null && inMain.stamp < filed) {
                return takeOut(inMain);
            }
            window.pop();
            if (top.stamp == filed) {
                return top;
            }
            put(main, top, MAIN);
        }
    }

    /**
     * A window that is larger than the rule wants, because the rule was another one, hands its oldest keys to main
     * while that has room. What was used once goes, unless keys are coming back: then they would have been the next.
     */
    private @Nullable Usage shrinkWindow(boolean known, int generation) {
        for (int i = 0; i < MOVES && inMain() < mainSize && inWindow() > windowSize; i++) {
            Usage oldest = oldestOfWindow();
            if (oldest == null) {
                return null;
            }
            window.pop();
            if (!known && oldest.uses(generation) < 2) {
                Usage next = inWindow() > windowSize ? oldestOfWindow() : null;
                if (next != null) {
                    window.pop();
                    put(main, next, MAIN);
                }
                return oldest;
            }
            put(main, oldest, MAIN);
        }
        return null;
    }

    /** What was used again in the window was used at a shorter distance than what is oldest in main. */
    private void promoteUsed() {
        for (int i = 0; i < LOOKS; i++) {
            Usage top = topOfWindow();
            long filed = top == null ? 0 : window.topFiled();
            if (top == null || top.stamp == filed) {
                return;
            }
            window.pop();
            Usage oldest = oldestOfMain();
            if (inMain() < mainSize) {
                put(main, top, MAIN);
            } else if (oldest != null && filed > oldest.stamp) {
                demote(oldest);
                put(main, top, MAIN);
            } else {
                put(window, top, WINDOW);
            }
        }
    }

    /** The oldest of the window against the coldest of main: the one that was used less often goes. */
    private @Nullable Usage contest(int generation) {
        Usage candidate = oldestOfWindow();
        Usage coldest = coldestOfMain();
        if (candidate == null || coldest == null) {
            return takeOut(candidate == null ? coldest : candidate);
        }
        if (candidate.uses(generation) <= coldest.uses(generation)) {
            return takeOut(candidate);
        }
        takeOut(coldest);
        takeOut(candidate);
        put(main, candidate, MAIN);
        return coldest;
    }

    /** Takes out a key that is the top of its queue. */
    private @Nullable Usage takeOut(@Nullable Usage top) {
        if (top == null) {
            return null;
        }
        if (top == window.top()) {
            window.pop();
        } else if (top == main.top()) {
            main.pop();
        } else {
            sheltered.pop();
        }
        return top;
    }

    private @Nullable Usage topOfWindow() {
        Usage top = window.top();
        while (top != null && top.dead) {
            window.pop();
            dead--;
            deadInWindow--;
            top = window.top();
        }
        return top;
    }

    private @Nullable Usage oldestOfWindow() {
        topOfWindow();
        Usage oldest = window.oldest();
        while (oldest != null && oldest.dead) {
            topOfWindow();
            oldest = window.oldest();
        }
        return oldest;
    }

    private @Nullable Usage oldest(RecencyQueue queue) {
        Usage oldest = queue.oldest();
        while (oldest != null && oldest.dead) {
            queue.pop();
            dead--;
            oldest = queue.oldest();
        }
        return oldest;
    }

    private @Nullable Usage oldestOfMain() {
        Usage a = oldest(main);
        Usage b = oldest(sheltered);
        return b == null || (a != null && a.stamp <= b.stamp) ? a : b;
    }

    /** The least recently used key that was not used again while in main. Those that were become protected. */
    private @Nullable Usage coldestOfMain() {
        for (; ; ) {
            Usage top = main.top();
            if (top == null) {
                return oldest(sheltered);
            }
            long filed = main.topFiled();
            if (top.dead) {
                main.pop();
                dead--;
            } else if (top.stamp == filed) {
                return top;
            } else {
                main.pop();
                put(sheltered, top, PROTECTED);
                if (sheltered.size() > shelteredSize) {
                    Usage back = oldest(sheltered);
                    if (back != null) {
                        sheltered.pop();
                        put(main, back, MAIN);
                    }
                }
            }
        }
    }

    /** Says that a key it holds died. */
    void died(Usage key) {
        dead++;
        if (key.place == WINDOW) {
            deadInWindow++;
        }
        int size = window.size() + main.size() + sheltered.size();
        if (dead > MOVES && dead > size >> 1) {
            window.purge();
            main.purge();
            sheltered.purge();
            dead = 0;
            deadInWindow = 0;
        }
    }

    void clear() {
        window.clear();
        main.clear();
        sheltered.clear();
        dead = 0;
        deadInWindow = 0;
    }
}
