package dev.memoize.cli.fib;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** A dot at the end of a line and the line's name beside it, in its colour: what a legend would say from afar. */
final class EndLabel extends AbstractXYAnnotation {
    private static final long serialVersionUID = 1;
    private static final double RADIUS = 5;

    private final String text;
    private final double x;
    private final double y;
    private final Color color;
    private final Font font;
    private final boolean above;

    /** @param above above the end of the line, else to the left of it */
    EndLabel(String text, double x, double y, Color color, Font font, boolean above) {
        this.text = text;
        this.x = x;
        this.y = y;
        this.color = color;
        this.font = font;
        this.above = above;
    }

    @Override
    public void draw(
            Graphics2D g2,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis domain,
            ValueAxis range,
            int renderer,
            PlotRenderingInfo info) {
        double px = domain.valueToJava2D(x, area, RectangleEdge.BOTTOM);
        double py = range.valueToJava2D(y, area, RectangleEdge.LEFT);
        g2.setColor(color);
        g2.fill(new Ellipse2D.Double(px - RADIUS, py - RADIUS, 2 * RADIUS, 2 * RADIUS));
        g2.setFont(font);
        double width = g2.getFontMetrics().getStringBounds(text, g2).getWidth();
        double right = above ? px + RADIUS : px - 3 * RADIUS;
        double baseline = above ? py - 3 * RADIUS : py + 0.3 * font.getSize2D();
        g2.drawString(text, (float) (right - width), (float) baseline);
    }
}
