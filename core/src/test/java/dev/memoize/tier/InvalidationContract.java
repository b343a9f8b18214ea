package dev.memoize.tier;

import static dev.memoize.tier.TierProcesses.await;
import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo1;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What one process drops or replaces, all others drop; and what was being computed then is stored nowhere. A part of
 * {@link RemoteTierContract}.
 */
public interface InvalidationContract extends TierProcesses {
    @Test
    default void invalidationReachesOtherProcesses() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        memoB.apply("x");
        body.suffix = " new";
        assertThat(memoA.invalidate("x")).isTrue();
        assertThat(memoA.apply("x")).isEqualTo("x new");
        eventually(() -> memoB.apply("x").equals("x new"));
        assertThat(memoA.invalidate("never seen")).isFalse();
    }

    @Test
    default void putReachesOtherProcesses() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoB.put("x", "predefined");
        assertThat(memoA.apply("x")).isEqualTo("predefined");
        memoA.put("x", "changed");
        eventually(() -> memoB.apply("x").equals("changed"));
        // Not "x", for which the other one's message may still be on its way.
        memoA.put("y", "first");
        memoA.put("y", "second");
        assertThat(memoA.peek("y")).isEqualTo("second");
        assertThat(body.runs).hasValue(0);
    }

    @Test
    default void clearReachesOtherProcesses() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        memoB.apply("x");
        body.suffix = " new";
        memoA.cacheClear();
        assertThat(memoA.apply("x")).isEqualTo("x new");
        eventually(() -> memoB.apply("x").equals("x new"));
        assertThat(memoA.cacheInfo().misses()).as("statistics are zeroed").isEqualTo(1);
    }

    @Test
    default void conditionalInvalidationLeavesNothingThatMatches() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        body.suffix = " new";
        memoB.invalidateIf(key -> key.equals("x"));
        assertThat(memoB.apply("x")).isEqualTo("x new");
        eventually(() -> memoA.apply("x").equals("x new"));
    }

    @Test
    default void computationThatBeganBeforeAnInvalidationIsStoredNowhere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<String> database = new AtomicReference<>("old");
        Memo1<String, String> memoA = memo(process()).function(key -> {
            String read = database.get();
            begun.countDown();
            await(goOn);
            return read;
        });
        Memo1<String, String> memoB = memo(process()).function(key -> database.get());
        Future<String> early = async(() -> memoA.apply("x"));
        await(begun);
        database.set("new");
        memoB.invalidate("x");
        assertThat(memoB.apply("x")).isEqualTo("new");
        goOn.countDown();
        assertThat(early.get()).isEqualTo("old");
        assertThat(memoB.apply("x")).isEqualTo("new");
        eventually(() -> "new".equals(memoA.apply("x")));
    }

    @Test
    default void computationThatBeganBeforeAClearIsStoredNowhere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<String> database = new AtomicReference<>("old");
        Memo1<String, String> memoA = memo(process()).function(key -> {
            String read = database.get();
            begun.countDown();
            await(goOn);
            return read;
        });
        Memo1<String, String> memoB = memo(process()).function(key -> database.get());
        Future<String> early = async(() -> memoA.apply("x"));
        await(begun);
        database.set("new");
        memoB.cacheClear();
        goOn.countDown();
        assertThat(early.get()).isEqualTo("old");
        assertThat(memoB.apply("x")).isEqualTo("new");
        eventually(() -> "new".equals(memoA.apply("x")));
    }
}
