package dev.memoize.cli.simulate;

import dev.memoize.heap.Eviction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./memoize simulate TRACE...}. */
@Command(
        name = "simulate",
        description = {
            "Replays recorded calls under every eviction policy, at several sizes.",
            "",
            "A trace is a text file, plain or gzip, with one call on each line:",
            "",
            "  key [weight [cost]]",
            "",
            "@Memoize(record = \"calls.txt\") writes one, and -Dmemoize.record=FOLDER one for each memoized method. The "
                    + "engine that replays it is the one of @Memoize. The optimum is what a policy that knows the "
                    + "future would reach (Belady's MIN). Lines that begin with # are comments.",
            "",
            "Where results have weights, such as bytes, sizes are in their unit, and shares are shares of what all keys "
                    + "weigh. Where calls have costs, such as nanoseconds, a second table and a second score say how "
                    + "much of them each policy saves; COST_AWARE goes by them. The best for these is not known, only "
                    + "a bound that no policy can exceed (PFOO-L). A call without a weight or a cost has those of "
                    + "the one before it with its key."
        },
        footerHeading = "%nFiles in DIR:%n",
        footer = {
            "  simulate.csv     hit ratio and share of the costs saved, of each trace, size,",
            "                   policy and salt",
            "  TRACE.png        the hit ratios over size",
            "  TRACE-saved.png  the costs saved over size, where calls have costs",
            "",
            "Examples:",
            "  ./memoize simulate calls.txt",
            "  ./memoize simulate calls.txt.gz --sizes 100,1000,1%%,10%% --policies LRU,SIEVE",
            "  java -Dmemoize.record=traces -jar app.jar && ./memoize simulate traces/*"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "TRACE", description = "files with a call on each line")
    private List<Path> files;

    @Option(
            names = "--sizes",
            paramLabel = "LIST",
            defaultValue = "0.1%,0.5%,1%,5%,10%,25%",
            description =
                    "numbers of entries, or shares of the different keys (weights likewise); default: ${DEFAULT-VALUE}")
    private String sizes;

    @Option(names = "--policies", paramLabel = "LIST", description = "some of LRU, FIFO, SIEVE, ...; default: all")
    private String policies;

    @Option(
            names = "--salts",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "replay so many times where keys are sampled, each time other keys; default: ${DEFAULT-VALUE}")
    private int salts;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "",
            description = "folder for the files, made where it is missing; default: the working folder")
    private Path folder;

    @Option(names = "--no-picture", description = "draw no picture")
    private boolean noPicture;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Size> wanted =
                parse(() -> Arrays.stream(sizes.split(",")).map(Size::parse).toList());
        Set<Eviction> chosen = parse(this::policies);
        if (salts < 1) {
            throw new ParameterException(spec.commandLine(), "--salts is " + salts + "; give 1 or more");
        }
        Files.createDirectories(folder);
        PrintWriter out = spec.commandLine().getOut();
        boolean onTerminal = System.console() != null;
        Simulation simulation = new Simulation(
                chosen, salts, onTerminal ? new ProgressBar(spec.commandLine().getErr()) : (what, done, total) -> {});
        List<Cell> all = new ArrayList<>();
        for (Path file : files) {
            Trace trace = parse(() -> Trace.read(file));
            if (trace.isCutOff()) {
                out.println(file + ": the end is missing, as of a program that was killed; what is there is replayed");
            }
            if (trace.missing() > 0) {
                out.printf(Locale.ROOT, "%s: %,d calls are missing, which came too fast%n", file, trace.missing());
            }
            List<Long> capacities = Size.capacities(wanted, trace);
            if (capacities.isEmpty()) {
                out.println(file + ": left out, for its different keys are too few for sizes that are shares, "
                        + trace.unique() + "; give numbers of entries, such as --sizes 10,100");
                continue;
            }
            List<Cell> cells = simulation.run(trace, capacities);
            Report.ratios(out, trace, cells);
            if (!noPicture) {
                Curves.hits(trace, cells, folder.resolve(trace.name() + ".png"));
                if (trace.hasCosts()) {
                    Curves.saved(trace, cells, folder.resolve(trace.name() + "-saved.png"));
                }
            }
            all.addAll(cells);
        }
        if (all.isEmpty()) {
            return spec.exitCodeOnExecutionException();
        }
        Report report = new Report(all, salts);
        report.scores(out);
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(folder.resolve("simulate.csv")))) {
            report.csv(csv);
        }
        return 0;
    }

    private Set<Eviction> policies() {
        if (policies == null) {
            return Set.of(Eviction.values());
        }
        Set<Eviction> chosen = new TreeSet<>();
        for (String name : policies.split(",")) {
            try {
                chosen.add(Eviction.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "there is no policy " + name.strip() + "; use some of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Eviction.values())
                                                .map(Eviction::name)
                                                .toList()),
                        e);
            }
        }
        return chosen;
    }

    private interface Parser<T> {
        T parse() throws IOException;
    }

    private <T> T parse(Parser<T> parser) throws IOException {
        try {
            return parser.parse();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
