package dev.memoize.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the suites that are named, or all that the page has a place for, and writes their raw results and tables into a
 * folder.
 */
final class Run {
    private static final List<String> OTHERS = List.of(
            PostRuns.NAME, Footprint.NAME, Pauses.NAME, Scale.NAME, Weaving.NAME, TierTables.NAME, TierTables.OUTAGE);

    private Run() {}

    public static void main(String[] args) throws Exception {
        int jdk = Runtime.version().feature();
        // The page is about the oldest JDK that is supported; others have their own.
        Path folder = jdk == 17 ? Path.of(args[0]) : Path.of(args[0], "jdk-" + jdk);
        List<String> wanted = Arrays.asList(args).subList(1, args.length);
        for (String name : wanted) {
            boolean other = OTHERS.contains(name);
            if (!other && Suite.ALL.stream().noneMatch(suite -> suite.name().equals(name))) {
                System.err.println("There is no benchmark suite \"" + name + "\"; there are " + Suite.names() + ", "
                        + String.join(", ", OTHERS) + ".");
                System.exit(2);
            }
        }
        boolean quick = "1".equals(System.getenv("BENCH_QUICK"));
        Page page = new Page(folder.resolve("README.md"));
        for (String name : wanted) {
            if (!page.has(name)) {
                System.err.println(page.lacks(name));
                System.exit(2);
            }
        }
        for (Suite suite : Suite.ALL) {
            if (wanted.isEmpty() ? page.has(suite.name()) : wanted.contains(suite.name())) {
                page.replace(suite.name(), suite.run(folder, quick) + Conditions.line(quick));
            }
        }
        if (wanted.isEmpty() ? page.has(Footprint.NAME) : wanted.contains(Footprint.NAME)) {
            page.replace(Footprint.NAME, Footprint.table() + Conditions.line(false));
        }
        if (wanted.isEmpty() ? page.has(Pauses.NAME) : wanted.contains(Pauses.NAME)) {
            page.replace(Pauses.NAME, Pauses.table() + Conditions.line(false));
        }
        if (wanted.isEmpty() ? page.has(Scale.NAME) : wanted.contains(Scale.NAME)) {
            page.replace(Scale.NAME, Scale.table(folder, quick) + Conditions.line(quick));
        }
        if (wanted.isEmpty() ? page.has(Weaving.NAME) : wanted.contains(Weaving.NAME)) {
            page.replace(Weaving.NAME, Weaving.table(folder) + Conditions.line(false));
        }
        if (wanted.isEmpty() ? page.has(TierTables.NAME) : wanted.contains(TierTables.NAME)) {
            page.replace(TierTables.NAME, new TierTables(folder, quick).rounds() + Conditions.line(quick));
        }
        if (wanted.isEmpty() ? page.has(TierTables.OUTAGE) : wanted.contains(TierTables.OUTAGE)) {
            page.replace(TierTables.OUTAGE, new TierTables(folder, quick).outage() + Conditions.line(quick));
        }
        if (wanted.isEmpty() ? page.has(PostRuns.NAME) : wanted.contains(PostRuns.NAME)) {
            page.replace(PostRuns.NAME, new PostRuns(folder, quick).run() + Conditions.line(quick));
        }
    }
}
