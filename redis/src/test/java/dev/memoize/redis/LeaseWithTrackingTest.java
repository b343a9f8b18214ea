package dev.memoize.redis;

/** Compute once where every process is told of every lease, renewal and result: none of that may disturb it. */
final class LeaseWithTrackingTest extends LeaseTest {
    @Override
    String[] settings() {
        return new String[] {"tracking", "true"};
    }
}
