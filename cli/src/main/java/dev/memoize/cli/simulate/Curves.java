package dev.memoize.cli.simulate;

import dev.memoize.cli.picture.Typeface;
import dev.memoize.heap.Eviction;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What is reached over size, a line for each policy and a dotted one for the optimum. */
final class Curves {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 1000;
    private static final Color SOFT = new Color(0x5f6b76);
    private static final Color GRID = new Color(0xe6e9ec);
    private static final Map<Eviction, Color> COLOURS = Map.of(
            Eviction.LRU, new Color(0x1b1f24),
            Eviction.FIFO, new Color(0x9aa5af),
            Eviction.SIEVE, new Color(0xd1483b),
            Eviction.ADAPTIVE, new Color(0x006a8c));
    private static final Color OTHER = new Color(0xc98500);

    private Curves() {}

    /** Hits over size. */
    static void hits(Trace trace, List<Cell> cells, Path file) throws IOException {
        write(trace, cells, Cell::hits, "hits in %", trace.hasWeights() ? "bound" : "Belady's optimum", file);
    }

    /** Costs saved over size. */
    static void saved(Trace trace, List<Cell> cells, Path file) throws IOException {
        write(trace, cells, cell -> Objects.requireNonNull(cell.saved()), "cost saved in %", "bound", file);
    }

    private static void write(
            Trace trace, List<Cell> cells, Function<Cell, Outcome> of, String unit, String best, Path file)
            throws IOException {
        XYSeriesCollection lines = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        for (Eviction policy : cells.get(0).hits().ratios().keySet()) {
            XYSeries line = new XYSeries(policy.name());
            cells.forEach(cell -> line.add(cell.size(), 100 * of.apply(cell).ratio(policy)));
            renderer.setSeriesPaint(lines.getSeriesCount(), COLOURS.getOrDefault(policy, OTHER));
            renderer.setSeriesStroke(
                    lines.getSeriesCount(), new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            lines.addSeries(line);
        }
        XYSeries optimum = new XYSeries(best);
        cells.forEach(cell -> optimum.add(cell.size(), 100 * of.apply(cell).optimum()));
        renderer.setSeriesPaint(lines.getSeriesCount(), SOFT);
        renderer.setSeriesStroke(
                lines.getSeriesCount(),
                new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {0, 8}, 0));
        lines.addSeries(optimum);

        LogarithmicAxis sizes = new LogarithmicAxis(trace.hasWeights() ? "weight of all entries" : "entries");
        sizes.setNumberFormatOverride(java.text.NumberFormat.getIntegerInstance(Locale.ROOT));
        NumberAxis ratios = new NumberAxis(unit);
        for (NumberAxis axis : List.of(sizes, ratios)) {
            axis.setTickLabelFont(Typeface.regular(22));
            axis.setTickLabelPaint(SOFT);
            axis.setLabelFont(Typeface.regular(24));
            axis.setLabelPaint(SOFT);
        }
        XYPlot plot = new XYPlot(lines, sizes, ratios, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlinePaint(GRID);
        JFreeChart chart = new JFreeChart(trace.name(), Typeface.semiBold(36), plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setItemFont(Typeface.regular(24));
        chart.getLegend().setFrame(org.jfree.chart.block.BlockBorder.NONE);
        BufferedImage image = chart.createBufferedImage(WIDTH, HEIGHT);
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }
}
