package dev.memoize.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Int keys drawn by Zipf's law: the k-th most wanted key is asked for k^-s as often as the first. */
final class ZipfTrace {
    private ZipfTrace() {}

    static int[] draw(int keys, double exponent, int length, long seed) {
        double[] cumulative = new double[keys];
        double sum = 0;
        for (int rank = 0; rank < keys; rank++) {
            sum += 1 / Math.pow(rank + 1, exponent);
            cumulative[rank] = sum;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] trace = new int[length];
        for (int i = 0; i < length; i++) {
            int at = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            trace[i] = Work.key(at < 0 ? -at - 1 : at);
        }
        return trace;
    }
}
