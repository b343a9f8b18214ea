package dev.memoize.shop;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Draws products by how much they are wanted. Which ones those are is scattered over the table. Not thread-safe. */
final class Ranks {
    /** A prime larger than any table, so multiplying by it permutes the ids. */
    private static final long SCATTER = 2_147_483_629L;

    private final SharedStateDiscreteSampler zipf;
    private final int rows;

    Ranks(int rows, double skew, long seed) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        this.zipf = RejectionInversionZipfSampler.of(random, rows, skew);
        this.rows = rows;
    }

    /** 1 for the most wanted. */
    int next() {
        return zipf.sample();
    }

    /** From 1 to the number of rows. */
    int id(int rank) {
        return (int) (rank * SCATTER % rows) + 1;
    }
}
