package dev.memoize.tier;

import dev.memoize.Memo;
import dev.memoize.MemoBuilder;
import dev.memoize.spi.RemoteTier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What any {@link RemoteTier} has to do, seen through memos. A tier's own tests extend this class; each process of a
 * test has a tier object of its own.
 */
@Timeout(60)
public abstract class RemoteTierContract
        implements SharedResultsContract, InvalidationContract, TagsContract, BulkContract, ComputeOnceContract {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private String test;
    private final List<RemoteTier> tiers = new ArrayList<>();
    private ExecutorService threads;

    @BeforeEach
    final void begin() {
        test = "contract" + ProcessHandle.current().pid() + "-" + TESTS.incrementAndGet();
        threads = Executors.newCachedThreadPool();
        tiers.clear();
    }

    /** A tier as a process would open it, connected, with the results of all others. */
    protected abstract RemoteTier newProcess() throws Exception;

    @AfterEach
    final void closeTiers() {
        tiers.forEach(RemoteTier::close);
        threads.shutdownNow();
    }

    @Override
    public final RemoteTier process() throws Exception {
        RemoteTier tier = newProcess();
        tiers.add(tier);
        return tier;
    }

    @Override
    public final String test() {
        return test;
    }

    @Override
    public final MemoBuilder memo(RemoteTier process, Class<?> type) {
        return Memo.builder().name(test).tier(process, type).maxSize(1000);
    }

    @Override
    public final <T> Future<T> async(Callable<T> task) {
        return threads.submit(task);
    }
}
