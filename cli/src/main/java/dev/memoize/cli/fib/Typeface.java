package dev.memoize.cli.fib;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Inter, from the class path: the picture is the same on every machine, and needs no font to be installed. */
final class Typeface {
    private static final Font REGULAR = load("Inter-Regular.otf");
    private static final Font SEMI_BOLD = load("Inter-SemiBold.otf");

    private Typeface() {}

    static Font regular(float size) {
        return REGULAR.deriveFont(size);
    }

    static Font semiBold(float size) {
        return SEMI_BOLD.deriveFont(size);
    }

    private static Font load(String file) {
        try (InputStream in = Typeface.class.getResourceAsStream("/com/formdev/flatlaf/fonts/inter/" + file)) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(file + " is damaged", e);
        }
    }
}
