package dev.memoize.shop;

import dev.memoize.cli.Words;
import dev.memoize.cli.picture.Palette;
import dev.memoize.cli.picture.Typeface;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Arrays;
import java.util.Comparator;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/** What both halves of the picture have in common. */
final class Panels {
    private static final int HEADING = 30;
    private static final int LABELS = 112;
    /** For the half of the last number below the axis. */
    private static final int OVERHANG = 30;

    /** The same for the highest number. */
    private static final int ABOVE = 8;

    private static final int LABEL_HEIGHT = 58;
    private static final Font SMALL = Typeface.regular(15);

    private Panels() {}

    static NumberAxis numbers(String label, double highest) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(0, Math.max(highest, 1e-9));
        axis.setTickMarksVisible(false);
        axis.setAxisLinePaint(Palette.SOFT);
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(Palette.SOFT);
        axis.setLabelFont(SMALL);
        axis.setLabelPaint(Palette.SOFT);
        return axis;
    }

    /** Draws the heading and the plot, and returns where its lines are; right of it is room for labels. */
    static Rectangle2D draw(Graphics2D g2, Rectangle2D place, String heading, XYPlot plot) {
        g2.setColor(Palette.INK);
        g2.setFont(Typeface.semiBold(17));
        g2.drawString(heading, (float) place.getX(), (float) place.getY() + 17);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(ABOVE, 0, 0, OVERHANG));
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        ChartRenderingInfo info = new ChartRenderingInfo();
        chart.draw(
                g2,
                new Rectangle2D.Double(
                        place.getX(),
                        place.getY() + HEADING,
                        place.getWidth() - LABELS + OVERHANG,
                        place.getHeight() - HEADING),
                info);
        return info.getPlotInfo().getDataArea();
    }

    /** Moves the middles of labels apart, as little as their order allows, and keeps them beside the plot. */
    static void spread(double[] middles, Rectangle2D area) {
        Integer[] order = new Integer[middles.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -middles[i]));
        double lowest = area.getMaxY() - LABEL_HEIGHT / 3.0;
        for (int i : order) {
            middles[i] = Math.min(middles[i], lowest);
            lowest = middles[i] - LABEL_HEIGHT;
        }
        double highest = area.getMinY() + LABEL_HEIGHT / 3.0;
        for (int k = order.length - 1; k >= 0; k--) {
            middles[order[k]] = Math.max(middles[order[k]], highest);
            highest = middles[order[k]] + LABEL_HEIGHT;
        }
    }

    static NumberFormat counts() {
        return new Counts();
    }

    private static final class Counts extends NumberFormat {
        private static final long serialVersionUID = 1;

        @Override
        public StringBuffer format(double x, StringBuffer to, FieldPosition position) {
            return to.append(Words.count(Math.round(x))
                    .replace("00 million", "0 million")
                    .replace(".0 million", " million"));
        }

        @Override
        public StringBuffer format(long x, StringBuffer to, FieldPosition position) {
            return format((double) x, to, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException();
        }
    }
}
