package dev.memoize.shop;

import java.time.Duration;
import java.util.Properties;

/**
 * What one run does, as its processes have to know it.
 *
 * @param jdbc where the database is, its user and password included
 * @param schema the schema of our tables
 * @param redis where Redis is; empty for the heap alone
 * @param namespace what our keys in Redis begin with
 * @param process the number of this process, from 0
 * @param skew the exponent of the Zipf distribution: the nth most wanted product is wanted 1 / n^skew as often as the
 *     first
 * @param writesPerSecond of all processes together
 * @param invalidate whether writers invalidate; without it the check has to find stale answers
 * @param ttl of the memo, as {@code @Memoize} takes it
 * @param window how long after a change was written and invalidated another process may still give the old answer
 * @param floors the file that the processes share
 */
record Plan(
        String jdbc,
        String schema,
        String redis,
        String namespace,
        int process,
        int processes,
        int threads,
        int rows,
        double skew,
        int writesPerSecond,
        boolean invalidate,
        String ttl,
        Duration window,
        String floors,
        long seed) {

    Plan of(int number) {
        return new Plan(
                jdbc,
                schema,
                redis,
                namespace,
                number,
                processes,
                threads,
                rows,
                skew,
                writesPerSecond,
                invalidate,
                ttl,
                window,
                floors,
                seed);
    }

    boolean usesRedis() {
        return !redis.isEmpty();
    }

    Properties toProperties() {
        Properties p = new Properties();
        p.setProperty("jdbc", jdbc);
        p.setProperty("schema", schema);
        p.setProperty("redis", redis);
        p.setProperty("namespace", namespace);
        p.setProperty("process", String.valueOf(process));
        p.setProperty("processes", String.valueOf(processes));
        p.setProperty("threads", String.valueOf(threads));
        p.setProperty("rows", String.valueOf(rows));
        p.setProperty("skew", String.valueOf(skew));
        p.setProperty("writesPerSecond", String.valueOf(writesPerSecond));
        p.setProperty("invalidate", String.valueOf(invalidate));
        p.setProperty("ttl", ttl);
        p.setProperty("window", window.toString());
        p.setProperty("floors", floors);
        p.setProperty("seed", String.valueOf(seed));
        return p;
    }

    static Plan of(Properties p) {
        return new Plan(
                p.getProperty("jdbc"),
                p.getProperty("schema"),
                p.getProperty("redis"),
                p.getProperty("namespace"),
                Integer.parseInt(p.getProperty("process")),
                Integer.parseInt(p.getProperty("processes")),
                Integer.parseInt(p.getProperty("threads")),
                Integer.parseInt(p.getProperty("rows")),
                Double.parseDouble(p.getProperty("skew")),
                Integer.parseInt(p.getProperty("writesPerSecond")),
                Boolean.parseBoolean(p.getProperty("invalidate")),
                p.getProperty("ttl"),
                Duration.parse(p.getProperty("window")),
                p.getProperty("floors"),
                Long.parseLong(p.getProperty("seed")));
    }
}
