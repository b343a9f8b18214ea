package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final long BILLION = 1_000_000_000L;
    private final TimeZone before = TimeZone.getDefault();
    private final Lines lines = new Lines(256);

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    private String line(String name, long epochNanos, long nanos) {
        lines.size = 0;
        lines.localTime();
        lines.append(name.getBytes(StandardCharsets.UTF_8), epochNanos, nanos);
        return new String(lines.bytes, 0, lines.size, StandardCharsets.UTF_8);
    }

    @Test
    void aLineIsLocalTimeNameAndSeconds() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        assertThat(line("fib", 1_700_000_000L * BILLION + 123_456_789, 1_234_567_890))
                .isEqualTo("2023-11-15 03:43:20.123456\tfib\t1.2346\n");
    }

    @Test
    void linesAreWhatTheJdkFormats() {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] zones = {"UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"};
        for (int i = 0; i < 20_000; i++) {
            ZoneId zone = ZoneId.of(zones[random.nextInt(zones.length)]);
            if (i % 100 == 0) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
            }
            long time = (random.nextLong() >>> 1) % (7_000_000_000L * BILLION);
            long nanos = random.nextLong() >>> random.nextInt(1, 64);
            Instant instant = Instant.ofEpochSecond(time / BILLION, time % BILLION);
            String expected = formatter.format(instant.atZone(ZoneId.systemDefault())) + "\tf\t"
                    + BigDecimal.valueOf(nanos, 9)
                            .setScale(4, RoundingMode.HALF_UP)
                            .toPlainString() + "\n";
            assertThat(line("f", time, nanos)).as("seed %d, round %d", seed, i).isEqualTo(expected);
        }
    }

    @Test
    void aTimeBefore1970IsFormattedToo() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        assertThat(line("f", -1, 0)).isEqualTo("1969-12-31 23:59:59.999999\tf\t0.0000\n");
    }

    @Test
    void aNameLongerThanTheBufferIsWhole() {
        String name = "é".repeat(5_000);
        assertThat(line(name, 0, 0)).contains("\t" + name + "\t").endsWith("\n");
    }
}
