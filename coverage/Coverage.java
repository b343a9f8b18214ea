import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints JaCoCo's aggregate CSV as one line for each module and one for all. */
final class Coverage {
    /** Counts of instructions and branches, missed and covered. */
    private static final class Counts {
        long missedInstructions;
        long coveredInstructions;
        long missedBranches;
        long coveredBranches;

        void add(String[] row) {
            missedInstructions += Long.parseLong(row[3]);
            coveredInstructions += Long.parseLong(row[4]);
            missedBranches += Long.parseLong(row[5]);
            coveredBranches += Long.parseLong(row[6]);
        }

        void print(String module) {
            System.out.printf(
                    Locale.ROOT,
                    "Coverage  %-18s instructions %s   branches %s%n",
                    module,
                    percent(coveredInstructions, missedInstructions),
                    percent(coveredBranches, missedBranches));
        }

        private static String percent(long covered, long missed) {
            long all = covered + missed;
            return all == 0 ? "    -  " : String.format(Locale.ROOT, "%5.1f %%", 100.0 * covered / all);
        }
    }

    public static void main(String[] args) throws IOException {
        Path csv = Path.of(args[0]);
        if (!Files.exists(csv)) {
            System.out.println("Coverage  not measured in this build (no " + csv.getFileName() + ")");
            return;
        }
        Map<String, Counts> modules = new TreeMap<>();
        Counts all = new Counts();
        try (var lines = Files.lines(csv)) {
            lines.skip(1).map(line -> line.split(",")).forEach(row -> {
                String module = row[0].substring(row[0].lastIndexOf('/') + 1);
                modules.computeIfAbsent(module, name -> new Counts()).add(row);
                all.add(row);
            });
        }
        modules.forEach((module, counts) -> counts.print(module));
        all.print("all");
    }
}
