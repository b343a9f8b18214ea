package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * User code throws at the n-th call the engine makes into it, for every n, in every operation; then the memo is looked
 * over.
 */
class FaultTest {
    private static final List<Supplier<Throwable>> FAULTS = List.of(
            IllegalStateException::new,
            java.io.IOException::new,
            StackOverflowError::new,
            OutOfMemoryError::new,
            InterruptedException::new);

    static final Ticker TICKER = () -> {
        Faults.pass("ticker");
        return 5;
    };

    @TestFactory
    Stream<DynamicTest> aMemoSurvivesWhateverUserCodeThrows() {
        List<DynamicTest> all = new ArrayList<>();
        Wreck.settings().forEach((name, settings) -> {
            for (Shape shape : Shape.values()) {
                if (!Wreck.makesADifference(shape, name)) {
                    continue;
                }
                for (Operation operation : Operation.values()) {
                    String about = shape + " " + name + " " + operation;
                    all.add(DynamicTest.dynamicTest(about, () -> tryAll(shape, name, settings, operation, about)));
                }
            }
        });
        return all.stream();
    }

    private static void tryAll(Shape shape, String name, Settings settings, Operation operation, String about)
            throws Exception {
        Subject memo = shape.subject(settings, Wreck.callbacks(name), TICKER);
        int fresh = 1000;
        for (Supplier<Throwable> fault : FAULTS) {
            for (int n = 1; ; n++) {
                memo.resize(Operation.SIZE);
                Wreck.refill(memo);
                Throwable thrown = fault.get();
                Throwable seen = null;
                Faults.arm(n, () -> thrown);
                try {
                    operation.run(memo, fresh);
                } catch (Throwable t) {
                    seen = t;
                }
                String place = Faults.disarm();
                assertSame(place == null ? null : thrown, seen, about);
                // First, since this is where deferred results are taken over.
                Counts settled = memo.counts();
                assertTrue(settled.currSize() <= settled.maxSize(), about);
                assertEquals(0, memo.pending(), () -> about + ": left behind by a fault in " + place);
                Wreck.assertUsable(memo, fresh, Wreck.hasExactOrder(name), about + ", fault " + n + " in " + place);
                fresh += 1000;
                if (place == null) {
                    break;
                }
            }
        }
    }

    @Test
    void faultsStrikeInEveryKindOfUserCode() {
        Set<String> places = new TreeSet<>();
        Subject memo = Shape.COLLIDING.subject(
                Wreck.settings().get(Wreck.CALLBACKS), Wreck.callbacks(Wreck.CALLBACKS), TICKER);
        for (Operation operation : Operation.values()) {
            for (int n = 1; n < 40; n++) {
                Wreck.refill(memo);
                Faults.arm(n, IllegalStateException::new);
                try {
                    operation.run(memo, 1000 * n);
                } catch (IllegalStateException e) {
                    assertTrue(e.getMessage() == null);
                }
                String place = Faults.disarm();
                if (place != null) {
                    places.add(place);
                }
            }
        }
        assertEquals(
                new TreeSet<>(Set.of("body", "equals", "expiry", "hashCode", "predicate", "ticker", "weigher")),
                places);
    }
}
