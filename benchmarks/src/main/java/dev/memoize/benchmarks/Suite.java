package dev.memoize.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** One JMH class at one number of threads: one table of the page. */
record Suite(String name, Class<?> benchmarks, int threads, Supplier<Map<String, Double>> hitRatios) {
    static final List<Suite> ALL = List.of(
            hits("hit-int", IntHit.class, 1),
            hits("hit-int-2-threads", IntHit.class, 2),
            hits("hit-int-full", FullIntHit.class, 1),
            hits("hit-int-full-2-threads", FullIntHit.class, 2),
            hits("hit-int-full-8-threads", FullIntHit.class, 8),
            hits("hit-long", LongHit.class, 1),
            hits("hit-string", StringHit.class, 1),
            hits("hit-string-full", FullStringHit.class, 1),
            hits("hit-int-long-string", MixedHit.class, 1),
            hits("hit-int-long-string-full", FullMixedHit.class, 1),
            hits("hit-ttl", TimedHit.class, 1),
            new Suite("zipf", Zipf.class, 1, Zipf::hitRatios),
            new Suite("zipf-2-threads", Zipf.class, 2, Map::of),
            new Suite("zipf-8-threads", Zipf.class, 8, Map::of),
            hits("all-misses", AllMisses.class, 1),
            hits("all-misses-2-threads", AllMisses.class, 2),
            hits("hit-million", MillionHit.class, 1),
            hits("fib-30-cold", FibCold.class, 1));

    /**
     * One is not safe from several threads. Guava's threads fill its queue of reads faster than it is emptied: a GiB of
     * them after half a second, and then nothing but garbage collection. Full runs hung for a quarter of an hour: with
     * eight threads on two processors, and once with two.
     */
    private static final String ONE_THREAD_ONLY = "hashMapByHand|\\.guava$";

    private static Suite hits(String name, Class<?> benchmarks, int threads) {
        return new Suite(name, benchmarks, threads, Map::of);
    }

    static String names() {
        return ALL.stream().map(Suite::name).collect(Collectors.joining(", "));
    }

    /** Runs it, keeps JMH's own JSON in the folder, and gives back the table. */
    String run(Path folder, boolean quick) throws Exception {
        Path raw = Files.createDirectories(folder.resolve("raw")).resolve(name + ".json");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmarks.getName().replace(".", "\\.") + "\\.")
                .threads(threads)
                .addProfiler(GCProfiler.class)
                .forks(quick ? 1 : threads > 1 ? 4 : 2)
                .warmupIterations(quick ? 2 : 4)
                .measurementIterations(quick ? 3 : 5)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementTime(TimeValue.milliseconds(500))
                .jvmArgs("-Xms1g", "-Xmx1g")
                .resultFormat(ResultFormatType.JSON)
                .result(raw.toString());
        if (threads > 1) {
            options.exclude(ONE_THREAD_ONLY).addProfiler(Distance.class);
        }
        Collection<RunResult> results = results(options);
        // JMH writes down where the java command was, which is nobody's business.
        Files.writeString(raw, Files.readString(raw).replaceAll("(\"jvm\" : \").*/", "$1"));
        return threads > 1 ? new DistantTable(results).toString() : new Table(results, hitRatios.get()).toString();
    }

    private static Collection<RunResult> results(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        if (results.isEmpty()) {
            throw new IllegalStateException("JMH ran nothing: did its annotation processor see the benchmarks?");
        }
        return results;
    }
}
