package dev.memoize.cli.picture;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis whose marks are given, each with its name: {@code 1 µs}, {@code 1 hour}, {@code 1 million}. */
public final class NamedTicksAxis extends LogAxis {
    private static final long serialVersionUID = 1;

    private final TreeMap<Double, String> names;

    public NamedTicksAxis(Map<Double, String> names, double low, double high) {
        this.names = new TreeMap<>(names);
        setRange(low, high);
        setAxisLineVisible(false);
        setTickMarksVisible(false);
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the superclass
    protected List refreshTicksVertical(Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
        List<NumberTick> ticks = new ArrayList<>();
        names.subMap(getLowerBound(), true, getUpperBound(), true)
                .forEach((value, name) ->
                        ticks.add(new NumberTick(value, name, TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT, 0)));
        return ticks;
    }
}
