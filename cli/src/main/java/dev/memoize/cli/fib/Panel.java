package dev.memoize.cli.fib;

import dev.memoize.cli.picture.NamedTicksAxis;
import dev.memoize.cli.picture.Palette;
import dev.memoize.cli.picture.Typeface;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Two lines over n, plain and memoized. Each ends in a dot with its name and last value beside it, where a legend would
 * make the reader look for them.
 */
final class Panel {
    private static final int HEADING = 36;
    private static final int LABELS = 138;
    /** For the half of the last number below the axis. */
    private static final int OVERHANG = 16;

    private static final double DOT = 5;
    private static final Font SMALL = Typeface.regular(15);

    private final String heading;
    private final NamedTicksAxis range;
    private final NumberAxis domain = new NumberAxis("n");
    private final XYSeriesCollection lines = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    private final int n;

    Panel(String heading, NamedTicksAxis range, int n) {
        this.heading = heading;
        this.range = range;
        this.n = n;
        domain.setRange(0, n);
        domain.setTickUnit(new NumberTickUnit(n <= 10 ? 1 : n <= 45 ? 5 : 10));
        domain.setTickMarksVisible(false);
        domain.setAxisLinePaint(Palette.SOFT);
        domain.setTickLabelFont(SMALL);
        domain.setTickLabelPaint(Palette.SOFT);
        domain.setLabelFont(SMALL);
        domain.setLabelPaint(Palette.SOFT);
        range.setTickLabelFont(SMALL);
        range.setTickLabelPaint(Palette.SOFT);
        renderer.setDrawSeriesLineAsPath(true);
    }

    void line(double[] values, int from, int to, Color color, boolean dotted) {
        int index = lines.getSeriesCount();
        XYSeries series = new XYSeries(index);
        for (int i = from; i <= to; i++) {
            if (values[i] >= range.getLowerBound()) {
                series.add(i, values[i]);
            }
        }
        lines.addSeries(series);
        renderer.setSeriesPaint(index, color);
        renderer.setSeriesStroke(
                index,
                new BasicStroke(
                        3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dotted ? new float[] {0, 7} : null, 0));
    }

    /** Draws all but the labels, and returns where the lines are. */
    Rectangle2D draw(Graphics2D g2, Rectangle2D place) {
        g2.setColor(Palette.INK);
        g2.setFont(Typeface.semiBold(17));
        g2.drawString(heading, (float) place.getX(), (float) place.getY() + 17);

        XYPlot plot = new XYPlot(lines, domain, range, renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(0, 0, 0, OVERHANG));
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        ChartRenderingInfo info = new ChartRenderingInfo();
        Rectangle2D chartPlace = new Rectangle2D.Double(
                place.getX(),
                place.getY() + HEADING,
                place.getWidth() - LABELS + OVERHANG,
                place.getHeight() - HEADING);
        chart.draw(g2, chartPlace, info);
        return info.getPlotInfo().getDataArea();
    }

    /** A name and a value beside the end of the line, at {@code middle}, which {@link #ends} gave. */
    void label(Graphics2D g2, Rectangle2D area, double value, double middle, String name, String figure, Color color) {
        double x = area.getMaxX();
        double y = range.valueToJava2D(value, area, RectangleEdge.LEFT);
        g2.setColor(color);
        g2.fill(new Ellipse2D.Double(x - DOT, y - DOT, 2 * DOT, 2 * DOT));
        float left = (float) (x + 3 * DOT);
        g2.setFont(Typeface.semiBold(17));
        g2.drawString(figure, left, (float) middle - 2);
        g2.setFont(SMALL);
        g2.drawString(name, left, (float) middle + 16);
    }

    /** How high the labels of two lines are to be, so that they do not overlap where the lines end close together. */
    double[] ends(Rectangle2D area, double plain, double memoized) {
        double a = range.valueToJava2D(plain, area, RectangleEdge.LEFT);
        double b = range.valueToJava2D(memoized, area, RectangleEdge.LEFT);
        double lacking = Math.max(0, 44 - Math.abs(a - b)) / 2;
        double direction = a < b ? -1 : 1;
        return new double[] {a + direction * lacking, b - direction * lacking};
    }

    /** A thin line from a point down to the axis, with a remark at its foot. */
    void remark(Graphics2D g2, Rectangle2D area, int x, double y, String text) {
        double px = domain.valueToJava2D(x, area, RectangleEdge.BOTTOM);
        double py = range.valueToJava2D(y, area, RectangleEdge.LEFT);
        g2.setColor(Palette.SOFT);
        g2.setStroke(new BasicStroke(1));
        g2.draw(new Line2D.Double(px, py, px, area.getMaxY()));
        g2.setFont(SMALL);
        double width = g2.getFontMetrics().getStringBounds(text, g2).getWidth();
        double left = px < area.getCenterX() ? px + 8 : px - 8 - width;
        g2.drawString(text, (float) left, (float) area.getMaxY() - 24);
    }
}
