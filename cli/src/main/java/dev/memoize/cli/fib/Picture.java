package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.chart.title.TextTitle;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The comparison as a picture: calls on the left, time on the right, over n, both logarithmic. */
final class Picture {
    /** What it is laid out for; the file has {@link #SCALE} times as many pixels, so that it stays sharp. */
    static final int WIDTH = 1200;

    static final int HEIGHT = 675;
    static final int SCALE = 2;

    private static final Color INK = new Color(0x1b1f24);
    private static final Color SOFT = new Color(0x5f6b76);
    private static final Color GRID = new Color(0xe6e9ec);
    private static final Color PLAIN = new Color(0xc8443c);
    private static final Color MEMOIZED = new Color(0x00708a);
    private static final int MARGIN = 44;

    private final Comparison c;
    private final String plainWord;

    private Picture(Comparison comparison) {
        this.c = comparison;
        this.plainWord = comparison.isEstimated() ? "plain, estimated" : "plain";
    }

    static void write(Comparison comparison, Path file) throws IOException {
        BufferedImage image = new Picture(comparison).draw();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    private BufferedImage draw() {
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g2 = image.createGraphics();
        g2.scale(SCALE, SCALE);
        g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g2.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g2.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g2.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g2.setColor(Color.WHITE);
        g2.fillRect(0, 0, WIDTH, HEIGHT);

        g2.setColor(INK);
        g2.setFont(Typeface.semiBold(29));
        int y = 62;
        for (String line : Finding.title(c)) {
            g2.drawString(line, MARGIN, y);
            y += 38;
        }
        int top = y - 12;
        int bottom = HEIGHT - 72;
        int middle = WIDTH / 2;
        calls().draw(g2, new Rectangle2D.Double(MARGIN - 8, top, middle - MARGIN - 8, bottom - top));
        time().draw(g2, new Rectangle2D.Double(middle + 16, top, middle - MARGIN - 8, bottom - top));

        g2.setColor(SOFT);
        g2.setFont(Typeface.regular(14.5f));
        int baseline = HEIGHT - 44;
        for (String line : Finding.caption(c)) {
            g2.drawString(line, MARGIN, baseline);
            baseline += 20;
        }
        g2.dispose();
        return image;
    }

    private JFreeChart calls() {
        double high = c.plainCalls()[c.n()];
        NamedTicksAxis axis = new NamedTicksAxis(Scales.counts(high * 2), 0.8, high * 2);
        XYPlot plot = plot(axis, c.plainCalls(), c.memoizedCalls());
        label(plot, "plain  " + Words.count(BigDecimal.valueOf(high).toBigInteger()), high, PLAIN, false);
        double memoized = c.memoizedCalls()[c.n()];
        label(plot, "memoized  " + Words.count((long) memoized), memoized, MEMOIZED, true);
        return chart("Calls of the body", plot);
    }

    private JFreeChart time() {
        double plain = c.plainSeconds()[c.n()];
        double memoized = c.memoizedSeconds()[c.n()];
        double high = 2 * Math.max(plain, memoized);
        double low = 0.8e-9;
        NamedTicksAxis axis = new NamedTicksAxis(Scales.seconds(low, high), low, high);
        XYPlot plot = plot(axis, c.plainSeconds(), c.memoizedSeconds());
        label(plot, plainWord + "  " + Words.duration(plain), plain, PLAIN, false);
        label(plot, "memoized  " + Words.duration(memoized), memoized, MEMOIZED, true);
        int from = c.fasterFrom();
        if (from > 1 && from < c.n()) {
            ValueMarker marker = new ValueMarker(from, SOFT, new BasicStroke(1, 0, 0, 1, new float[] {3, 3}, 0));
            plot.addDomainMarker(marker, Layer.BACKGROUND);
            XYTextAnnotation text = new XYTextAnnotation("  memoizing pays from n = " + from, from, low * 2);
            text.setFont(Typeface.regular(15));
            text.setPaint(SOFT);
            text.setTextAnchor(TextAnchor.CENTER_LEFT);
            plot.addAnnotation(text);
        }
        return chart("Time of one run", plot);
    }

    private void label(XYPlot plot, String text, double y, Color color, boolean above) {
        plot.addAnnotation(new EndLabel(text, c.n(), y, color, Typeface.semiBold(17), above));
    }

    private XYPlot plot(NamedTicksAxis range, double[] plain, double[] memoized) {
        NumberAxis domain = new NumberAxis("n");
        domain.setRange(0, c.n() * 1.02);
        domain.setTickUnit(new NumberTickUnit(c.n() <= 10 ? 1 : c.n() <= 45 ? 5 : 10));
        domain.setTickMarksVisible(false);
        domain.setAxisLinePaint(SOFT);
        domain.setTickLabelFont(Typeface.regular(15));
        domain.setTickLabelPaint(SOFT);
        domain.setLabelFont(Typeface.regular(15));
        domain.setLabelPaint(SOFT);
        range.setTickLabelFont(Typeface.regular(15));
        range.setTickLabelPaint(SOFT);

        XYSeriesCollection lines = new XYSeriesCollection();
        int last = plain == c.plainSeconds() ? c.measuredTo() : c.n();
        lines.addSeries(line("plain", plain, 0, last));
        lines.addSeries(line("estimated", plain, last, c.n()));
        lines.addSeries(line("memoized", memoized, 0, c.n()));

        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        Stroke solid = new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        Stroke dashed = new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {1, 7}, 0);
        renderer.setSeriesPaint(0, PLAIN);
        renderer.setSeriesPaint(1, PLAIN);
        renderer.setSeriesPaint(2, MEMOIZED);
        renderer.setSeriesStroke(0, solid);
        renderer.setSeriesStroke(1, dashed);
        renderer.setSeriesStroke(2, solid);
        renderer.setDrawSeriesLineAsPath(true);

        XYPlot plot = new XYPlot(lines, domain, range, renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        return plot;
    }

    private static XYSeries line(String name, double[] values, int from, int to) {
        XYSeries series = new XYSeries(name);
        for (int i = from; i <= to; i++) {
            series.add(i, values[i]);
        }
        return series;
    }

    private static JFreeChart chart(String title, XYPlot plot) {
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        TextTitle heading = new TextTitle(title, Typeface.semiBold(17));
        heading.setPaint(INK);
        heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
        heading.setPadding(0, 8, 14, 0);
        chart.setTitle(heading);
        return chart;
    }
}
