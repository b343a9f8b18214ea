package dev.memoize.tier;

import static dev.memoize.tier.TierProcesses.await;
import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo1;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Of all processes one computes; the others wait for it, and not for ever. A part of {@link RemoteTierContract}. */
public interface ComputeOnceContract extends TierProcesses {
    @Test
    default void callersInAllProcessesComputeOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<Memo1<String, String>> memos = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            memos.add(memo(process()).function(key -> {
                runs.incrementAndGet();
                await(new CountDownLatch(1), 50);
                return key + "!";
            }));
        }
        for (int round = 0; round < 3; round++) {
            String key = "cold" + round;
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Memo1<String, String> memo = memos.get(i % 3);
                calls.add(async(() -> memo.apply(key)));
            }
            for (Future<String> call : calls) {
                assertThat(call.get()).isEqualTo(key + "!");
            }
        }
        assertThat(runs).hasValue(3);
    }

    @Test
    default void failureLetsTheNextOneCompute() throws Exception {
        Memo1<String, String> failing = memo(process()).function(key -> {
            throw new IllegalStateException("no " + key);
        });
        Counted body = new Counted();
        Memo1<String, String> working = memo(process()).function(body);
        assertThatThrownBy(() -> failing.apply("x"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("no x")
                .hasNoCause();
        assertThat(working.apply("x")).isEqualTo("x");
        assertThat(body.runs).hasValue(1);
        eventually(() -> working.tierInfo().stores() == 1);
        assertThat(failing.apply("x")).isEqualTo("x");
    }

    @Test
    default void bodiesMayCallThemselves() throws Exception {
        AtomicReference<Memo1<String, String>> self = new AtomicReference<>();
        Memo1<String, String> memo = memo(process())
                .function(key -> key.length() > 40 ? key : self.get().apply(key + "."));
        self.set(memo);
        assertThat(memo.apply("").length()).isEqualTo(41);
        AtomicInteger depth = new AtomicInteger();
        Memo1<String, String> sameKey = memo(process())
                .name(test() + "same")
                .function(
                        key -> depth.incrementAndGet() > 3 ? "deep" : self.get().apply(key));
        self.set(sameKey);
        assertThat(sameKey.apply("x")).isEqualTo("deep");
    }

    @Test
    default void processesThatNeedEachOthersKeysGoOn() throws Exception {
        AtomicReference<Memo1<String, String>> a = new AtomicReference<>();
        AtomicReference<Memo1<String, String>> b = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        Function<AtomicReference<Memo1<String, String>>, Function<String, String>> body = self -> key -> {
            both.countDown();
            await(both);
            return key.length() > 3
                    ? key
                    : self.get().apply(key.equals("ab") ? "ba" : key.equals("ba") ? "ab" : key + ".");
        };
        // ab needs ba, ba needs ab; the third one on a thread ends the recursion.
        AtomicInteger guard = new AtomicInteger();
        a.set(memo(process())
                .function(key ->
                        guard.incrementAndGet() > 6 ? "end" : body.apply(a).apply(key)));
        b.set(memo(process())
                .function(key ->
                        guard.incrementAndGet() > 6 ? "end" : body.apply(b).apply(key)));
        Future<String> fromA = async(() -> a.get().apply("ab"));
        Future<String> fromB = async(() -> b.get().apply("ba"));
        assertThat(fromA.get(30, TimeUnit.SECONDS)).isEqualTo("end");
        assertThat(fromB.get(30, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    default void interruptEndsTheWaitForAnotherProcess() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Memo1<String, String> slow = memo(process()).function(key -> {
            begun.countDown();
            await(goOn);
            return "slow";
        });
        Memo1<String, String> other = memo(process()).function(key -> "own, interrupted " + Thread.interrupted());
        Future<String> first = async(() -> slow.apply("x"));
        await(begun);
        AtomicReference<String> got = new AtomicReference<>();
        Thread waiter = new Thread(() -> got.set(other.apply("x")));
        waiter.start();
        waiter.interrupt();
        waiter.join();
        assertThat(got).hasValue("own, interrupted true");
        goOn.countDown();
        assertThat(first.get()).isEqualTo("slow");
    }
}
