package dev.memoize.cli.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** A white sheet that is drawn on and stored as PNG. */
public final class Canvas {
    /** What a picture is laid out for; the file has {@link #SCALE} times as many pixels, so that it stays sharp. */
    public static final int WIDTH = 1200;

    public static final int HEIGHT = 675;
    public static final int SCALE = 2;

    private Canvas() {}

    /** @throws IOException if it cannot be written, or this Java cannot draw, and says so */
    public static void write(Path file, Consumer<Graphics2D> drawing) throws IOException {
        BufferedImage image;
        try {
            image = image(drawing);
        } catch (LinkageError | InternalError e) {
            throw new IOException(
                    file + " cannot be drawn, for this Java lacks what draws text (" + e + "); install fontconfig and"
                            + " freetype, or add --no-picture",
                    e);
        }
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    private static BufferedImage image(Consumer<Graphics2D> drawing) {
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g2 = image.createGraphics();
        g2.scale(SCALE, SCALE);
        g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g2.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g2.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g2.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g2.setColor(Palette.PAPER);
        g2.fillRect(0, 0, WIDTH, HEIGHT);
        drawing.accept(g2);
        g2.dispose();
        return image;
    }
}
