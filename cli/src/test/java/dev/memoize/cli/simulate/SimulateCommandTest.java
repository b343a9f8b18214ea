package dev.memoize.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.cli.Forked;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    private static String loop(int length, int rounds) {
        return IntStream.range(0, length * rounds)
                .mapToObj(i -> "key" + i % length + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void aLoopIsSeenAsOneAndWrittenDown() throws Exception {
        Files.writeString(folder.resolve("loop.txt"), "# a loop\n\n" + loop(200, 50));
        Forked run = Forked.memoize(
                folder, "simulate", "loop.txt", "--sizes", "100,50%,5%", "--policies", "adaptive,FIFO", "--out", "o");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("loop: 10,000 calls, 200 keys; hits in %")
                .containsPattern("100 +0.00 +0.00 +[2-4]\\d.\\d\\d +49.")
                .contains("Score: 0 is LRU, 1 is the optimum", "mean of 1 traces")
                .contains("FIFO against LRU: 100.0 % of cells");
        List<String> csv = Files.readAllLines(folder.resolve("o/simulate.csv"));
        assertThat(csv.get(0)).isEqualTo("trace,size,policy,salt,hit_ratio,cost_saved");
        // Two sizes, for 100 and 50 % are one; LRU, FIFO, ADAPTIVE and the optimum.
        assertThat(csv).hasSize(1 + 2 * 4).contains("loop,100,LRU,1,0.000000,");
        assertThat(ImageIO.read(folder.resolve("o/loop.png").toFile()).getWidth())
                .isEqualTo(1600);
    }

    @Test
    void weightsAndCostsAreWeighed() throws Exception {
        String lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "key" + i % 200 + " " + (i % 200 < 100 ? 10 : 30) + " " + (1 + i % 7) + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("loop.txt"), lines);
        Forked run = Forked.memoize(folder, "simulate", "loop.txt", "--sizes", "400,50%", "--policies", "LRU,SIEVE");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("loop: 5,000 calls, 200 keys that weigh 4,000; hits in %")
                .contains("weight        LRU      SIEVE      bound")
                .contains("of a cost of 19,995 without a cache, saved in %")
                .contains("Score by cost: 0 is LRU, 1 is the bound");
        assertThat(Files.readAllLines(folder.resolve("simulate.csv")))
                .contains("loop,2000,LRU,1,0.000000,0.000000")
                .hasSize(1 + 2 * 3);
        assertThat(folder.resolve("loop.png")).exists();
        assertThat(folder.resolve("loop-saved.png")).exists();
    }

    @Test
    void helpNamesTheColumnsAndTheFiles() throws Exception {
        assertThat(Forked.memoize(folder, "simulate", "--help").out())
                .contains("key [weight [cost]]", "-Dmemoize.record=FOLDER", "TRACE-saved.png")
                .contains("--sizes 100,1000,1%,10%");
    }

    @Test
    void gzipIsReadAsPlainText() throws Exception {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("loop.gz")))) {
            out.write(loop(50, 4).getBytes(StandardCharsets.UTF_8));
        }
        Forked run = Forked.memoize(folder, "simulate", "loop.gz", "--sizes", "10", "--no-picture");
        assertThat(run.out()).contains("loop: 200 calls, 50 keys");
        assertThat(Files.exists(folder.resolve("loop.png"))).isFalse();
    }

    @Test
    void whatIsNotUnderstoodIsNamed() throws Exception {
        Files.writeString(folder.resolve("t"), loop(20, 2));
        Forked size = Forked.memoize(folder, "simulate", "t", "--sizes", "10,-3%");
        assertThat(size.exitCode()).isEqualTo(2);
        assertThat(size.err()).contains("size \"-3%\" is neither a number of entries nor a share of the keys");
        Forked policy = Forked.memoize(folder, "simulate", "t", "--policies", "LRU,MRU");
        assertThat(policy.exitCode()).isEqualTo(2);
        assertThat(policy.err()).contains("there is no policy MRU; use some of LRU, FIFO, SIEVE, ADAPTIVE, COST_AWARE");
        Files.writeString(folder.resolve("bad"), "a 1 2\nb 1 x\n");
        Forked bad = Forked.memoize(folder, "simulate", "bad");
        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.err()).contains("bad, line 2: \"b 1 x\" is not of the form: key [weight [cost]]");
        Forked missing = Forked.memoize(folder, "simulate", "nowhere.txt");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("nowhere.txt does not exist");
        Forked directory = Forked.memoize(folder, "simulate", ".");
        assertThat(directory.exitCode()).isEqualTo(2);
        assertThat(directory.err()).contains("simulate: . is a folder; name the files in it");
        Files.write(folder.resolve("broken.gz"), new byte[] {0x1f, (byte) 0x8b, 'g', 'a', 'r', 'b', 'a', 'g', 'e'});
        Forked broken = Forked.memoize(folder, "simulate", "broken.gz");
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).contains("broken.gz begins as gzip does and cannot be unpacked");
    }

    @Test
    void tooFewKeysAreSaid() throws Exception {
        Files.writeString(folder.resolve("t"), loop(20, 2));
        Forked run = Forked.memoize(folder, "simulate", "t", "--sizes", "1%");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "t: left out, for its different keys are too few for sizes that are shares, 20;",
                        "--sizes 10,100");
    }
}
