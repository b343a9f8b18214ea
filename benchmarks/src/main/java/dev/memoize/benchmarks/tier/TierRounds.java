package dev.memoize.benchmarks.tier;

import dev.memoize.Memos;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two tiers against two tiers, by turns in one JVM and on one server: what a call costs that the heap answers, that the
 * server answers, and that nobody can answer. One thread, trivial bodies, medians of the rounds.
 *
 * <p>Prints a line for each figure: peer, path, and the nanoseconds of all rounds.
 */
public final class TierRounds {
    private static final int ITEMS = 1000;
    private static final int WARM_UP = 3;

    private TierRounds() {}

    private interface Call {
        Item of(long id);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        try (OwnServer server = new OwnServer()) {
            System.setProperty("memoize.redis.uri", server.uri());
            List<TierPeer> peers = List.of(
                    new MemoizePeer(),
                    new JetCachePeer(server.uri()),
                    new RedissonPeer(server.uri()),
                    new SpringPeer(server.port),
                    new LettucePeer(server.uri()));
            for (int round = -WARM_UP; round < rounds; round++) {
                for (TierPeer peer : peers) {
                    run(peer, round, figures);
                }
            }
            peers.forEach(TierPeer::close);
            Memos.closeTiers();
        }
        figures.forEach((name, all) -> {
            List<String> numbers = new ArrayList<>();
            all.forEach(ns -> numbers.add(String.format(Locale.ROOT, "%.1f", ns)));
            System.out.println(name + "\t" + String.join(" ", numbers));
        });
        System.exit(0);
    }

    private static void run(TierPeer peer, int round, Map<String, List<Double>> figures) {
        if (peer.hasHeap()) {
            time(peer::near, 0, ITEMS, ITEMS);
            note(peer, "heap", round, time(peer::near, 0, ITEMS, 200 * ITEMS), figures);
        }
        time(peer::far, 0, ITEMS, ITEMS);
        note(peer, "redis", round, time(peer::far, 0, ITEMS, 3 * ITEMS), figures);
        if (peer.computes()) {
            long unseen = 1_000_000L * (round + WARM_UP + 1);
            note(peer, "body", round, time(peer::far, unseen, ITEMS, ITEMS), figures);
        }
    }

    /** Nanoseconds for each call, over and over the same ids. */
    private static double time(Call call, long first, int ids, int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            long id = first + i % ids;
            Item item = call.of(id);
            if (item.id() != id || item.price() != id * 31) {
                throw new AssertionError("a wrong answer: " + item + " for " + id);
            }
        }
        return (System.nanoTime() - start) / (double) calls;
    }

    private static void note(TierPeer peer, String path, int round, double ns, Map<String, List<Double>> figures) {
        if (round >= 0) {
            figures.computeIfAbsent(peer.name() + "\t" + path, key -> Collections.synchronizedList(new ArrayList<>()))
                    .add(ns);
        }
    }
}
