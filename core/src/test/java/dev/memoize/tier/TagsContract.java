package dev.memoize.tier;

import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo1;
import dev.memoize.spi.RemoteTier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tags are invalidated for all processes. A part of {@link RemoteTierContract}. */
public interface TagsContract extends TierProcesses {
    @Test
    default void tagIsInvalidatedForAllProcesses() throws Exception {
        Counted a = new Counted();
        Counted b = new Counted();
        RemoteTier p = process();
        Memo1<String, String> memoA =
                memo(p).tags("all" + test(), test() + ":{0}").function(a);
        Memo1<String, String> memoB =
                memo(process()).tags("all" + test(), test() + ":{0}").function(b);
        memoA.apply("x");
        memoA.apply("y");
        eventually(() -> memoA.tierInfo().stores() == 2);
        memoB.apply("x");
        memoB.apply("y");
        assertThat(b.runs).hasValue(0);

        a.suffix = " new";
        b.suffix = " new";
        p.invalidateTag(test() + ":x");
        assertThat(memoA.apply("x")).as("here, at once").isEqualTo("x new");
        eventually(() -> memoB.apply("x").equals("x new"));
        assertThat(memoA.apply("y")).isEqualTo("y");
        assertThat(memoB.apply("y")).isEqualTo("y");

        p.invalidateTag("all" + test());
        assertThat(memoA.apply("y")).isEqualTo("y new");
        eventually(() -> memoB.apply("y").equals("y new"));
    }

    @Test
    default void tagIsOfAllMethods() throws Exception {
        Counted body = new Counted();
        RemoteTier p = process();
        Memo1<String, String> one = memo(p).name(test() + "one").tags(test()).function(body);
        Memo1<String, String> two = memo(p).name(test() + "two").tags(test()).function(body);
        one.apply("x");
        two.apply("x");
        eventually(() -> one.tierInfo().stores() + two.tierInfo().stores() == 2);
        body.suffix = " new";
        // By a process that has never had a result of either.
        process().invalidateTag(test());
        eventually(() -> one.apply("x").equals("x new") && two.apply("x").equals("x new"));
    }

    @Test
    default void computationUnderWayIsReturnedAndNotStoredAnywhere() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicReference<String> database = new AtomicReference<>("old");
        RemoteTier p = process();
        RemoteTier q = process();
        Memo1<String, String> slow = memo(p).tags(test() + ":{0}").function(key -> {
            String seen = database.get();
            reading.countDown();
            try {
                mayReturn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return seen;
        });
        Memo1<String, String> other = memo(q).tags(test() + ":{0}").function(key -> database.get());
        Future<String> early = async(() -> slow.apply("x"));
        reading.await();
        database.set("new");
        q.invalidateTag(test() + ":x");
        Future<String> later = async(() -> other.apply("x"));
        mayReturn.countDown();
        assertThat(early.get()).isEqualTo("old");
        assertThat(later.get()).as("asked for after the invalidation").isEqualTo("new");
        // The message of the invalidation may still be on its way to this process.
        eventually(() -> slow.apply("x").equals("new"));
        Memo1<String, String> third = memo(process()).tags(test() + ":{0}").function(key -> "third");
        assertThat(third.apply("x")).isNotEqualTo("old");
    }

    @Test
    default void putResultsCarryTheirTagsToo() throws Exception {
        Counted body = new Counted();
        RemoteTier p = process();
        Memo1<String, String> memo = memo(p).tags(test() + ":{0}").function(body);
        memo.put("x", "put");
        memo.preload(Map.of("y", "loaded", "z", "loaded"));
        Memo1<String, String> reader = memo(process()).tags(test() + ":{0}").function(body);
        assertThat(reader.getAll(List.of("x", "y", "z")).values()).containsExactly("put", "loaded", "loaded");
        assertThat(body.runs).hasValue(0);
        p.invalidateTag(test() + ":x");
        p.invalidateTag(test() + ":y");
        eventually(() -> reader.apply("x").equals("x") && reader.apply("y").equals("y"));
        assertThat(reader.getAll(List.of("x", "y", "z")).values()).containsExactly("x", "y", "loaded");
        assertThat(memo.getAll(List.of("x", "y", "z")).values()).containsExactly("x", "y", "loaded");
    }

    @Test
    default void methodWithOtherTagsDoesNotReadThoseResults() throws Exception {
        Counted old = new Counted();
        Counted anew = new Counted();
        Memo1<String, String> untagged = memo(process()).function(old);
        Memo1<String, String> tagged = memo(process()).tags(test() + ":{0}").function(anew);
        untagged.apply("x");
        eventually(() -> untagged.tierInfo().stores() == 1);
        tagged.apply("x");
        assertThat(anew.runs)
                .as("the stored one could not be invalidated by its tag")
                .hasValue(1);
    }
}
