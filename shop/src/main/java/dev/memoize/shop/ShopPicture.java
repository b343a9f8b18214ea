package dev.memoize.shop;

import dev.memoize.cli.Words;
import dev.memoize.cli.picture.Canvas;
import dev.memoize.cli.picture.Palette;
import dev.memoize.cli.picture.Typeface;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A run as a picture: calls per second and what they were answered by on the left, how long they took on the right. */
final class ShopPicture {
    private static final int MARGIN = 44;
    private static final int BETWEEN = 34;

    private final Course course;
    private final Graphics2D g2;

    private ShopPicture(Course course, Graphics2D g2) {
        this.course = course;
        this.g2 = g2;
    }

    static void write(Course course, Path file) throws IOException {
        Canvas.write(file, g2 -> new ShopPicture(course, g2).draw());
    }

    static Color color(AnsweredBy by) {
        switch (by) {
            case HEAP:
                return Palette.MEMOIZED;
            case REDIS:
                return Palette.BETWEEN;
            default:
                return Palette.PLAIN;
        }
    }

    private void draw() {
        g2.setColor(Palette.INK);
        g2.setFont(Typeface.semiBold(30));
        g2.drawString(new Summary(course).headline(), MARGIN, 66);
        int top = 104;
        int width = (Canvas.WIDTH - 2 * MARGIN - BETWEEN) / 2;
        int height = Canvas.HEIGHT - 92 - top;
        new LoadPanel(course).draw(g2, new Rectangle2D.Double(MARGIN, top, width, height));
        new LatencyPanel(course.total()).draw(g2, new Rectangle2D.Double(MARGIN + width + BETWEEN, top, width, height));
        g2.setColor(Palette.SOFT);
        g2.setFont(Typeface.regular(14.5f));
        int baseline = Canvas.HEIGHT - 48;
        for (String line : caption()) {
            g2.drawString(line, MARGIN, baseline);
            baseline += 21;
        }
    }

    private List<String> caption() {
        Plan plan = course.plan();
        return List.of(
                plan.processes() + " processes of " + plan.threads() + " threads read "
                        + Summary.round(plan.rows()) + " products, Zipf " + plan.skew() + ", "
                        + Words.count(course.total().changes()) + " price changes, "
                        + (plan.invalidate() ? "each invalidated" : "none invalidated") + ". Wrong: an old price "
                        + Summary.seconds(plan.window()) + " later"
                        + (plan.invalidate() ? ", or 0 s in the process that changed it." : "."),
                "10,000 results in each heap, " + (plan.usesRedis() ? "Redis, " : "no Redis, ") + "PostgreSQL "
                        + course.postgresVersion() + ", on one machine, all cold at first. " + course.machine() + ".");
    }
}
