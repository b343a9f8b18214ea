package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The comparison as a picture: calls on the left, time on the right, over n, both logarithmic. */
final class Picture {
    /** What it is laid out for; the file has {@link #SCALE} times as many pixels, so that it stays sharp. */
    static final int WIDTH = 1200;

    static final int HEIGHT = 675;
    static final int SCALE = 2;

    private static final int MARGIN = 44;
    private static final int BETWEEN = 30;

    private final Comparison c;
    private final Graphics2D g2;

    private Picture(Comparison comparison, Graphics2D g2) {
        this.c = comparison;
        this.g2 = g2;
    }

    static void write(Comparison comparison, Path file) throws IOException {
        BufferedImage image;
        try {
            image = image(comparison);
        } catch (LinkageError | InternalError e) {
            throw new IOException(
                    file + " cannot be drawn, for this Java lacks what draws text (" + e + "); install fontconfig and"
                            + " freetype, or add --no-picture",
                    e);
        }
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    private static BufferedImage image(Comparison comparison) {
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g2 = image.createGraphics();
        g2.scale(SCALE, SCALE);
        g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g2.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g2.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g2.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        new Picture(comparison, g2).draw();
        g2.dispose();
        return image;
    }

    private void draw() {
        g2.setColor(Palette.PAPER);
        g2.fillRect(0, 0, WIDTH, HEIGHT);
        g2.setColor(Palette.INK);
        g2.setFont(Typeface.semiBold(30));
        int y = 66;
        for (String line : Finding.title(c)) {
            g2.drawString(line, MARGIN, y);
            y += 40;
        }
        int width = (WIDTH - 2 * MARGIN - BETWEEN) / 2;
        int height = HEIGHT - 84 - y;
        calls(new Rectangle2D.Double(MARGIN, y, width, height));
        time(new Rectangle2D.Double(MARGIN + width + BETWEEN, y, width, height));

        g2.setColor(Palette.SOFT);
        g2.setFont(Typeface.regular(14.5f));
        int baseline = HEIGHT - 48;
        for (String line : Finding.caption(c)) {
            g2.drawString(line, MARGIN, baseline);
            baseline += 21;
        }
    }

    private void calls(Rectangle2D place) {
        int n = c.n();
        double plain = c.plainCalls()[n];
        double memoized = c.memoizedCalls()[n];
        Panel panel = new Panel("Calls computed", Scales.counts(plain), n);
        panel.line(c.memoizedCalls(), 0, n, Palette.MEMOIZED, false);
        panel.line(c.plainCalls(), 0, n, Palette.PLAIN, false);
        Rectangle2D area = panel.draw(g2, place);
        double[] ends = panel.ends(area, plain, memoized);
        String plainFigure = Words.count(BigDecimal.valueOf(plain).toBigInteger());
        panel.label(g2, area, plain, ends[0], "plain", plainFigure, Palette.PLAIN);
        panel.label(g2, area, memoized, ends[1], "memoized", Words.count((long) memoized), Palette.MEMOIZED);
    }

    private void time(Rectangle2D place) {
        int n = c.n();
        double plain = c.plainSeconds()[n];
        double memoized = c.memoizedSeconds()[n];
        Panel panel = new Panel("Time spent", Scales.seconds(Math.max(plain, memoized)), n);
        panel.line(c.memoizedSeconds(), 0, n, Palette.MEMOIZED, false);
        panel.line(c.plainSeconds(), 0, c.measuredTo(), Palette.PLAIN, false);
        panel.line(c.plainSeconds(), c.measuredTo(), n, Palette.PLAIN, true);
        Rectangle2D area = panel.draw(g2, place);
        double[] ends = panel.ends(area, plain, memoized);
        String plainName = c.isEstimated() ? "plain, estimated" : "plain";
        panel.label(g2, area, plain, ends[0], plainName, Words.duration(plain), Palette.PLAIN);
        panel.label(g2, area, memoized, ends[1], "memoized", Words.duration(memoized), Palette.MEMOIZED);
        int from = c.fasterFrom();
        if (from > 1 && from < n) {
            panel.remark(g2, area, from, c.memoizedSeconds()[from], "memoizing pays from n = " + from);
        }
    }
}
