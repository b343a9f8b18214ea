package dev.memoize.shop;

import dev.memoize.cli.Words;
import dev.memoize.cli.picture.Palette;
import dev.memoize.cli.picture.Typeface;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StackedXYAreaRenderer2;
import org.jfree.data.xy.DefaultTableXYDataset;
import org.jfree.data.xy.XYSeries;

/** Calls per second over time, stacked by what they were answered by, with each share beside it. */
final class LoadPanel {
    /** From the bottom. */
    private static final List<AnsweredBy> ORDER = List.of(AnsweredBy.DATABASE, AnsweredBy.REDIS, AnsweredBy.HEAP);

    private final Course course;
    private final DefaultTableXYDataset areas = new DefaultTableXYDataset();
    private final StackedXYAreaRenderer2 renderer = new StackedXYAreaRenderer2();
    private double highest;

    LoadPanel(Course course) {
        this.course = course;
        List<Beat> beats = course.beats();
        for (AnsweredBy by : ORDER) {
            XYSeries series = new XYSeries(by.title, true, false);
            // An interval's rate is drawn at its end; the first also at the beginning, so that the area begins there.
            series.add(0, rate(0, by));
            for (int i = 0; i < beats.size(); i++) {
                series.add(course.ends().get(i).doubleValue(), rate(i, by));
            }
            renderer.setSeriesPaint(areas.getSeriesCount(), ShopPicture.color(by));
            areas.addSeries(series);
        }
        for (int i = 0; i < beats.size(); i++) {
            highest = Math.max(highest, beats.get(i).calls() / interval(i));
        }
    }

    private double interval(int i) {
        return course.ends().get(i) - (i == 0 ? 0 : course.ends().get(i - 1));
    }

    private double rate(int i, AnsweredBy by) {
        return course.beats().get(i).calls(by) / interval(i);
    }

    /** 1, 2 or 5 and zeros, so that there are 4 to 9 of them. */
    private static double tick(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 10) / 4)));
        double most = Math.max(highest, 10) / 4 / power;
        return power * (most >= 5 ? 5 : most >= 2 ? 2 : 1);
    }

    void draw(Graphics2D g2, Rectangle2D place) {
        NumberAxis time = Panels.numbers("seconds", course.seconds());
        time.setTickUnit(new NumberTickUnit(course.seconds() <= 12 ? 1 : course.seconds() <= 60 ? 5 : 60));
        NumberAxis calls = Panels.numbers(null, highest * 1.06);
        calls.setTickUnit(new NumberTickUnit(tick(highest)));
        calls.setNumberFormatOverride(Panels.counts());
        XYPlot plot = new XYPlot(areas, time, calls, renderer);
        Rectangle2D area = Panels.draw(g2, place, "Calls per second", plot);
        int last = course.beats().size() - 1;
        double[] middles = new double[ORDER.size()];
        double base = 0;
        for (int i = 0; i < middles.length; i++) {
            double rate = rate(last, ORDER.get(i));
            middles[i] = area.getMaxY() - (base + rate / 2) / calls.getUpperBound() * area.getHeight();
            base += rate;
        }
        Panels.spread(middles, area);
        for (int i = 0; i < middles.length; i++) {
            AnsweredBy by = ORDER.get(i);
            if (course.total().calls(by) > 0) {
                g2.setColor(ShopPicture.color(by));
                g2.setFont(Typeface.semiBold(17));
                float left = (float) area.getMaxX() + 12;
                g2.drawString(Summary.percent(course.share(by)), left, (float) middles[i] - 2);
                g2.setFont(Typeface.regular(15));
                g2.drawString(by.title, left, (float) middles[i] + 16);
            }
        }
        g2.setColor(Palette.SOFT);
        g2.setFont(Typeface.regular(15));
        g2.drawString(
                Words.count(Math.round(course.total().calls() / course.seconds())) + " on average",
                (float) place.getX() + 150,
                (float) place.getY() + 17);
    }
}
