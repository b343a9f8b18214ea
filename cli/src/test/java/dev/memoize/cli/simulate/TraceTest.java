package dev.memoize.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    private static int[] weights(Trace trace) {
        int[] all = new int[trace.accesses()];
        Arrays.setAll(all, trace::weight);
        return all;
    }

    private static double[] costs(Trace trace) {
        double[] all = new double[trace.accesses()];
        Arrays.setAll(all, trace::cost);
        return all;
    }

    @Test
    void keysAloneWeighOneAndCostNothingThatIsKnown() {
        Trace trace = Trace.of("t", "a", "b", "a");
        assertThat(trace.hasWeights()).isFalse();
        assertThat(trace.hasCosts()).isFalse();
        assertThat(trace.totalWeight()).isEqualTo(2);
        assertThat(weights(trace)).containsExactly(1, 1, 1);
        assertThat(costs(trace)).containsExactly(1, 1, 1);
    }

    @Test
    void aCallThatDoesNotSayIsLikeTheOneBeforeOrElseTheNextWithItsKey() {
        Trace trace = Trace.of("t", "a", "b 3", "a 5 10", "a", "a 7 30", "b", "c", "b 2 20");
        assertThat(trace.hasWeights()).isTrue();
        assertThat(trace.hasCosts()).isTrue();
        assertThat(weights(trace)).containsExactly(5, 3, 5, 5, 7, 3, 1, 2);
        // c costs as much as the mean of 10, 30 and 20.
        assertThat(costs(trace)).containsExactly(10, 20, 10, 10, 30, 20, 20, 20);
        assertThat(trace.totalWeight()).isEqualTo(7 + 2 + 1);
        assertThat(trace.totalCost()).isEqualTo(140);
    }

    @Test
    void weightsThatAreAllOneAreNone() {
        Trace trace = Trace.of("t", "a 1 10", "b 1 20", "a");
        assertThat(trace.hasWeights()).isFalse();
        assertThat(costs(trace)).containsExactly(10, 20, 10);
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        for (String bad :
                new String[] {"a b", "a 1 x", "a -2", "a -1", "a 1 -1", "a 1 2 3", "a 1 -1.5", "a 1 NaN", "my key 3"}) {
            assertThatThrownBy(() -> Trace.of("t", "a", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("t, line 2: \"" + bad + "\" is not of the form: key [weight [cost]]");
        }
    }

    @Test
    void whatARecordingSaysIsMissingIsCounted(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("t"),
                "# calls of f\na\n# 20 calls are missing here: there were too many at once\na\n"
                        + "# 3 calls are missing here: there were too many at once\n");
        Trace trace = Trace.read(folder.resolve("t"));
        assertThat(trace.accesses()).isEqualTo(2);
        assertThat(trace.missing()).isEqualTo(23);
    }

    @Test
    void aCompressedFileWithoutItsEndIsReadAsFarAsItGoes(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes, 512, true)) {
            out.write("a\nb\na\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Files.write(folder.resolve("t.gz"), bytes.toByteArray());
        }
        Trace trace = Trace.read(folder.resolve("t.gz"));
        assertThat(trace.accesses()).isEqualTo(3);
        assertThat(trace.isCutOff()).isTrue();
    }
}
