package dev.memoize.cli.fib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.cli.picture.Palette;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void drawToFilesOnly() {
        System.setProperty("java.awt.headless", "true");
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "20, 20", "39, 39", "92, 30"})
    void bothPanelsHaveBothLinesAndTheMarginIsFree(int n, int measuredTo) throws IOException {
        BufferedImage image = draw(ComparisonTest.madeUp(n, measuredTo));
        assertThat(image.getWidth()).isEqualTo(2400);
        assertThat(image.getHeight()).isEqualTo(1350);
        assertSeen(image, 0, 1200);
        assertSeen(image, 1200, 2400);
        assertFree(image, 0, 0, 2400, 60);
        assertFree(image, 0, 0, 80, 1350);
        assertFree(image, 2330, 0, 2400, 1350);
        assertFree(image, 0, 1310, 2400, 1350);
    }

    @Test
    void titleIsWrittenInInk() throws IOException {
        BufferedImage image = draw(ComparisonTest.madeUp(20, 20));
        assertThat(count(image, 0, 60, 2400, 160, Palette.INK)).isGreaterThan(2000);
    }

    private BufferedImage draw(Comparison comparison) throws IOException {
        Path file = folder.resolve("fib.png");
        Picture.write(comparison, file);
        return ImageIO.read(file.toFile());
    }

    private static void assertSeen(BufferedImage image, int from, int to) {
        assertThat(count(image, from, 200, to, 1200, Palette.PLAIN)).isGreaterThan(1000);
        assertThat(count(image, from, 200, to, 1200, Palette.MEMOIZED)).isGreaterThan(1000);
    }

    private static void assertFree(BufferedImage image, int left, int top, int right, int bottom) {
        assertThat(count(image, left, top, right, bottom, Palette.PAPER))
                .as("white pixels from (%d, %d) to (%d, %d)", left, top, right, bottom)
                .isEqualTo((right - left) * (bottom - top));
    }

    private static int count(BufferedImage image, int left, int top, int right, int bottom, Color color) {
        int found = 0;
        for (int x = left; x < right; x++) {
            for (int y = top; y < bottom; y++) {
                if (image.getRGB(x, y) == color.getRGB()) {
                    found++;
                }
            }
        }
        return found;
    }
}
