package dev.memoize.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.memo.Blocked;
import dev.memoize.spi.RemoteTier;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The contract on the reference tier, and the races that only it can stage exactly. */
final class MemoryTierTest extends RemoteTierContract {
    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private final MemoryServer server = new MemoryServer();

    @Override
    protected RemoteTier newProcess() {
        return new MemoryTier(server);
    }

    @Test
    void resultReadBeforeAnInvalidationIsNotKept() throws Exception {
        MemoryTier reading = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).function(body);
        Memo1<String, String> reader = memo(reading).function(body);
        writer.apply("x");
        reading.afterRead = () -> {
            reading.afterRead = () -> {};
            body.suffix = " new";
            writer.invalidate("x");
        };
        assertThat(reader.apply("x")).as("it had been read before").isEqualTo("x");
        assertThat(reader.apply("x")).isEqualTo("x new");
    }

    @Test
    void ofTwoWhoInvalidateAKeyNeitherReturnsBeforeOthersHaveDroppedIt() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> holder = memo(process()).function(body);
        Memo1<String, String> writer = memo(process()).function(body);
        holder.apply("x");
        Blocked.bothWaitFor(heap(holder), () -> writer.invalidate("x"));
        body.suffix = " new";
        assertThat(holder.apply("x")).isEqualTo("x new");
    }

    /** Whose monitor guards what the memo keeps in this process. */
    private static Object heap(Memo1<?, ?> memo) throws ReflectiveOperationException {
        Field target = Memo.class.getDeclaredField("target");
        target.setAccessible(true);
        return target.get(memo);
    }

    @Test
    void bulkReadIsGuardedToo() throws Exception {
        MemoryTier reading = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).function(body);
        Memo1<String, String> reader = memo(reading).function(body);
        writer.apply("x");
        writer.apply("y");
        reading.afterRead = () -> {
            reading.afterRead = () -> {};
            body.suffix = " new";
            writer.invalidate("x");
            writer.invalidate("y");
        };
        assertThat(reader.getAll(List.of("x", "y")).values())
                .as("what was read before the invalidation was not kept, so apply computed")
                .containsExactly("x new", "y new");
    }

    /** All of one method, and a tag on all: those that are on their way into the heap are meant, too. */
    @Test
    void bulkReadIsGuardedAgainstWhatEmptiesTheMemo() throws Exception {
        MemoryTier reading = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).tags("all" + test()).function(body);
        Memo1<String, String> reader = memo(reading).tags("all" + test()).function(body);
        List<ThrowingRunnable> deeds =
                List.of(writer::cacheClear, reader::cacheClear, () -> process().invalidateTag("all" + test()));
        for (int i = 0; i < deeds.size(); i++) {
            ThrowingRunnable deed = deeds.get(i);
            reader.cacheClear();
            writer.cacheClear();
            body.suffix = " " + i;
            writer.apply("x");
            writer.apply("y");
            String after = " after " + i;
            reading.afterRead = () -> {
                reading.afterRead = () -> {};
                body.suffix = after;
                try {
                    deed.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            };
            reader.getAll(List.of("x", "y"));
            assertThat(reader.getAll(List.of("x", "y")).values())
                    .as("what was read before is not served after")
                    .containsExactly("x" + after, "y" + after);
        }
    }

    @Test
    void invalidationThatArrivesLateStillEmptiesTheHeap() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).function(body);
        Memo1<String, String> reader = memo(process()).function(body);
        writer.apply("x");
        reader.apply("x");
        server.holding = true;
        body.suffix = " new";
        writer.invalidate("x");
        assertThat(reader.apply("x")).isEqualTo("x");
        server.deliver();
        assertThat(reader.apply("x")).isEqualTo("x new");
    }

    @Test
    void tierThatThrowsIsNotTheCallersAffair() throws Exception {
        MemoryTier broken = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> memo = memo(broken).function(body);
        broken.afterRead = () -> {
            throw new IllegalStateException("the tier broke its promise");
        };
        assertThat(memo.apply("x")).isEqualTo("x");
        assertThat(memo.apply("x")).isEqualTo("x");
        assertThat(body.runs).hasValue(1);
        assertThat(memo.getAll(List.of("x", "y")).values()).containsExactly("x", "y");
    }

    @Test
    void computationInPlaceOfATiersResultThatCouldNotBeTakenIsALoad() throws Exception {
        Counted body = new Counted();
        memo(process()).function(body).apply("x");
        AtomicBoolean failing = new AtomicBoolean(true);
        Memo1<String, String> reader = memo(process())
                .maxWeight(100, (String result) -> {
                    if (failing.getAndSet(false)) {
                        throw new IllegalStateException("once");
                    }
                    return 1;
                })
                .function(body);
        assertThat(reader.apply("x")).isEqualTo("x");
        assertThat(reader.stats().loads()).isOne();
    }

    @Test
    void resultThatIsPutBesideACallIsInvalidatedByOthers() throws Exception {
        MemoryTier putting = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).function(body);
        Memo1<String, String> memo = memo(putting).function(body);
        putting.afterPut = () -> {
            putting.afterPut = () -> {};
            assertThat(memo.apply("x")).isEqualTo("put");
        };
        memo.put("x", "put");
        assertThat(memo.apply("x")).isEqualTo("put");
        writer.invalidate("x");
        assertThat(memo.apply("x")).isEqualTo("x");
    }

    @Test
    void resultsThatArePutAtOnceAreInvalidatedByOthers() throws Exception {
        MemoryTier putting = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).function(body);
        Memo1<String, String> memo = memo(putting).function(body);
        putting.afterPut = () -> {
            putting.afterPut = () -> {};
            memo.put("x", "put later");
        };
        memo.put("x", "put");
        assertThat(memo.apply("x")).startsWith("put");
        writer.invalidate("x");
        assertThat(memo.apply("x")).isEqualTo("x");
    }

    /** Its entry is dead before it is filed, and another call has filed the one that took its place. */
    @Test
    void callThatIsOvertakenLeavesTheOthersEntryWhereInvalidationsFindIt() throws Exception {
        MemoryTier overtaken = (MemoryTier) process();
        Counted body = new Counted();
        Memo1<String, String> writer = memo(process()).function(body);
        Memo1<String, String> memo = memo(overtaken).function(body);
        overtaken.beforeKey = () -> {
            overtaken.beforeKey = () -> {};
            memo.invalidate("x");
            assertThat(memo.apply("x")).isEqualTo("x");
        };
        assertThat(memo.apply("x")).isEqualTo("x");
        body.suffix = " new";
        writer.invalidate("x");
        assertThat(memo.apply("x")).isEqualTo("x new");
    }

    @Test
    void indexForgetsWhatTheHeapEvicted() throws Exception {
        Memo1<String, String> memo = memo(process()).maxSize(10).function(key -> key);
        for (int i = 0; i < 5000; i++) {
            memo.apply("k" + i);
        }
        for (int i = 4990; i < 5000; i++) {
            assertThat(memo.invalidate("k" + i)).isTrue();
            assertThat(memo.peek("k" + i)).isNull();
        }
    }
}
