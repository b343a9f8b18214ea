package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import dev.memoize.cli.picture.Canvas;
import dev.memoize.cli.picture.Palette;
import dev.memoize.cli.picture.Typeface;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;

/** The comparison as a picture: calls on the left, time on the right, over n, both logarithmic. */
final class Picture {
    private static final int MARGIN = 44;
    private static final int BETWEEN = 30;

    private final Comparison c;
    private final Graphics2D g2;

    private Picture(Comparison comparison, Graphics2D g2) {
        this.c = comparison;
        this.g2 = g2;
    }

    static void write(Comparison comparison, Path file) throws IOException {
        Canvas.write(file, g2 -> new Picture(comparison, g2).draw());
    }

    private void draw() {
        g2.setColor(Palette.INK);
        g2.setFont(Typeface.semiBold(30));
        int y = 66;
        for (String line : Finding.title(c)) {
            g2.drawString(line, MARGIN, y);
            y += 40;
        }
        int width = (Canvas.WIDTH - 2 * MARGIN - BETWEEN) / 2;
        int height = Canvas.HEIGHT - 84 - y;
        calls(new Rectangle2D.Double(MARGIN, y, width, height));
        time(new Rectangle2D.Double(MARGIN + width + BETWEEN, y, width, height));

        g2.setColor(Palette.SOFT);
        g2.setFont(Typeface.regular(14.5f));
        int baseline = Canvas.HEIGHT - 48;
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
