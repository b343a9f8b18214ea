package dev.memoize.shop;

import dev.memoize.cli.Words;
import dev.memoize.cli.picture.NamedTicksAxis;
import dev.memoize.cli.picture.Palette;
import dev.memoize.cli.picture.Typeface;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** How long calls took, by percentile: from the median to the slowest of a thousand, each decade of calls as wide. */
final class LatencyPanel {
    /** The share of slower calls is 10 to the power of minus this. */
    private static final double FROM = Math.log10(2);

    private static final double TO = 3;
    private static final double STEP = 0.02;
    private static final double LABELLED = 2;

    private final Beat total;
    private final XYSeriesCollection lines = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    private double lowest = Double.MAX_VALUE;
    private double highest;

    LatencyPanel(Beat total) {
        this.total = total;
        renderer.setDrawSeriesLineAsPath(true);
        for (AnsweredBy by : AnsweredBy.values()) {
            if (total.calls(by) > 0) {
                line(by);
            }
        }
    }

    private void line(AnsweredBy by) {
        XYSeries series = new XYSeries(by.title);
        for (double x = FROM; x <= TO + STEP / 2; x += STEP) {
            double seconds = seconds(by, x);
            lowest = Math.min(lowest, seconds);
            highest = Math.max(highest, seconds);
            series.add(x, seconds);
        }
        int index = lines.getSeriesCount();
        renderer.setSeriesPaint(index, ShopPicture.color(by));
        renderer.setSeriesStroke(index, new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        lines.addSeries(series);
    }

    private double seconds(AnsweredBy by, double x) {
        return total.seconds(by, 100 - 100 * Math.pow(10, -x));
    }

    void draw(Graphics2D g2, Rectangle2D place) {
        if (lines.getSeriesCount() == 0) {
            return;
        }
        NumberAxis percentiles = Panels.numbers("of the calls were faster", TO);
        percentiles.setRange(FROM, TO);
        percentiles.setTickUnit(new NumberTickUnit(1, new Share()));
        NamedTicksAxis time = new NamedTicksAxis(marks(), lowest / 1.6, highest * 1.6);
        time.setTickLabelFont(Typeface.regular(15));
        time.setTickLabelPaint(Palette.SOFT);
        Rectangle2D area = Panels.draw(g2, place, "Time of a call", new XYPlot(lines, percentiles, time, renderer));
        AnsweredBy[] all = AnsweredBy.values();
        double[] middles = new double[all.length];
        for (AnsweredBy by : all) {
            double last = total.calls(by) == 0 ? lowest : seconds(by, TO);
            middles[by.ordinal()] = time.valueToJava2D(last, area, RectangleEdge.LEFT);
        }
        Panels.spread(middles, area);
        for (AnsweredBy by : all) {
            if (total.calls(by) > 0) {
                label(g2, area, by, middles[by.ordinal()]);
                for (double x : new double[] {FROM, LABELLED}) {
                    double px = percentiles.valueToJava2D(x, area, RectangleEdge.BOTTOM);
                    double py = time.valueToJava2D(seconds(by, x), area, RectangleEdge.LEFT);
                    dot(g2, px, py);
                }
            }
        }
    }

    private static void dot(Graphics2D g2, double x, double y) {
        g2.fill(new Ellipse2D.Double(x - 5, y - 5, 10, 10));
    }

    private void label(Graphics2D g2, Rectangle2D area, AnsweredBy by, double middle) {
        float left = (float) area.getMaxX() + 12;
        g2.setColor(ShopPicture.color(by));
        g2.setFont(Typeface.semiBold(17));
        g2.drawString(by.title, left, (float) middle - 8);
        g2.setFont(Typeface.regular(15));
        g2.drawString("p50 " + Words.duration(total.seconds(by, 50)), left, (float) middle + 11);
        g2.drawString("p99 " + Words.duration(total.seconds(by, 99)), left, (float) middle + 29);
    }

    private static Map<Double, String> marks() {
        Map<Double, String> marks = new TreeMap<>();
        String[] units = {"ns", "µs", "ms", "s"};
        String[] digits = {"1 ", "10 ", "100 "};
        for (int power = 0; power <= 10; power++) {
            marks.put(Math.pow(10, power - 9), digits[power % 3] + units[power / 3]);
        }
        return marks;
    }

    /** 1 is 90 %, 2 is 99 %. */
    private static final class Share extends NumberFormat {
        private static final long serialVersionUID = 1;

        @Override
        public StringBuffer format(double x, StringBuffer to, FieldPosition position) {
            long thousandths = Math.round(1000 - 1000 * Math.pow(10, -x));
            return to.append(thousandths / 10).append(thousandths % 10 == 0 ? " %" : "." + thousandths % 10 + " %");
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
