package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GuardTest {
    private static final int LRU = 0;

    private final Guard guard = new Guard();

    private void hitsOfLruAlone(int n) {
        for (int i = 0; i < n; i++) {
            guard.add(true, false, 1);
        }
    }

    private void hitsOfTheCacheAlone(int n) {
        for (int i = 0; i < n; i++) {
            guard.add(false, true, 1);
        }
    }

    private void hitsOfBoth(int n) {
        for (int i = 0; i < n; i++) {
            guard.add(true, true, 1);
        }
    }

    private void epochs(int n) {
        for (int i = 0; i < n; i++) {
            assertEquals(1, guard.choose(1, 1));
        }
    }

    @Test
    void theChoiceStandsWhereNothingSpeaksAgainstIt() {
        assertEquals(3, guard.choose(1, 3));
        assertEquals(LRU, guard.choose(3, LRU));
        hitsOfTheCacheAlone(1000);
        assertEquals(2, guard.choose(1, 2));
    }

    @Test
    void whatDoesWorseThanLruForSureIsReplacedByIt() {
        hitsOfLruAlone(9);
        assertEquals(1, guard.choose(1, 1), "three standard deviations are not enough");
        Guard another = new Guard();
        for (int i = 0; i < 10; i++) {
            another.add(true, false, 1);
        }
        assertEquals(LRU, another.choose(1, 1));
    }

    @Test
    void hitsOfTheCacheCountAgainstThoseOfLru() {
        hitsOfLruAlone(20);
        hitsOfTheCacheAlone(10);
        assertEquals(1, guard.choose(1, 1));
    }

    @Test
    void aLeadOfLessThanHalfAPercentIsNotWorthAChange() {
        hitsOfLruAlone(10);
        hitsOfBoth(1990);
        assertEquals(1, guard.choose(1, 1));
        Guard another = new Guard();
        for (int i = 0; i < 1989; i++) {
            another.add(false, false, 1);
        }
        for (int i = 0; i < 10; i++) {
            another.add(true, false, 1);
        }
        assertEquals(LRU, another.choose(1, 1));
    }

    @Test
    void aDearKeyCountsAsMuchAsItsCostAndIsNoMoreCertain() {
        guard.add(true, false, 10);
        assertEquals(1, guard.choose(1, 1), "one key is no evidence");
        Guard another = new Guard();
        for (int i = 0; i < 10; i++) {
            another.add(true, false, 10);
        }
        for (int i = 0; i < 50; i++) {
            another.add(false, true, 0.1);
        }
        assertEquals(LRU, another.choose(1, 1));
    }

    @Test
    void lruIsKeptForEightEpochsWhateverIsChosen() {
        hitsOfLruAlone(100);
        assertEquals(LRU, guard.choose(4, 4));
        for (int epoch = 0; epoch < 8; epoch++) {
            assertEquals(LRU, guard.choose(LRU, 4));
        }
        assertEquals(4, guard.choose(LRU, 4));
    }

    @Test
    void lruIsNotHeldAgainstItself() {
        hitsOfLruAlone(100);
        assertEquals(2, guard.choose(LRU, 2), "what LRU's own cache missed says nothing about another rule");
        hitsOfLruAlone(5);
        assertEquals(2, guard.choose(2, 2), "and is forgotten with it");
    }

    @Test
    void whatWasSeenUnderAnotherRuleIsForgotten() {
        hitsOfLruAlone(9);
        assertEquals(2, guard.choose(1, 2));
        hitsOfLruAlone(5);
        assertEquals(2, guard.choose(2, 2));
        hitsOfBoth(5_000);
        assertEquals(3, guard.choose(2, 3));
        hitsOfLruAlone(10);
        assertEquals(LRU, guard.choose(3, 3), "the uses are forgotten as well");
    }

    @Test
    void anOldLeadOfTheCacheFades() {
        hitsOfTheCacheAlone(100);
        epochs(60);
        hitsOfLruAlone(20);
        assertEquals(LRU, guard.choose(1, 1));
    }

    @Test
    void soDoesTheMemoryOfNoise() {
        hitsOfTheCacheAlone(50);
        hitsOfLruAlone(50);
        epochs(60);
        hitsOfLruAlone(14);
        assertEquals(LRU, guard.choose(1, 1));
    }

    @Test
    void soDoTheUsesThatALeadIsMeasuredAgainst() {
        hitsOfBoth(3_000);
        epochs(20);
        hitsOfLruAlone(10);
        assertEquals(LRU, guard.choose(1, 1));
    }
}
