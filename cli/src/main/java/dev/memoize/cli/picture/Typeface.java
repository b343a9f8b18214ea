package dev.memoize.cli.picture;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Inter, from the class path: the picture is the same on every machine, and needs no font to be installed. */
public final class Typeface {
    private static final String FONT_CONFIGURATION = "sun.awt.fontconfig";

    private static final Font REGULAR;
    private static final Font SEMI_BOLD;

    static {
        try {
            Path configuration = forgoTheSystemsFonts();
            REGULAR = load("Inter-Regular.otf");
            SEMI_BOLD = load("Inter-SemiBold.otf");
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the typeface is damaged", e);
        }
    }

    private Typeface() {}

    public static Font regular(float size) {
        return REGULAR.deriveFont(size);
    }

    public static Font semiBold(float size) {
        return SEMI_BOLD.deriveFont(size);
    }

    /**
     * Where Java asks fontconfig for fonts and there are none, as in a small container, it loads no font at all, not
     * even one that is at hand. A configuration that names none keeps it from asking (JDK-8304054).
     */
    private static Path forgoTheSystemsFonts() throws IOException {
        Path configuration = Files.createTempFile("fontconfig", ".properties");
        boolean asksFontconfig = System.getProperty("os.name").equals("Linux");
        if (asksFontconfig && System.getProperty(FONT_CONFIGURATION) == null) {
            Files.writeString(configuration, "version=1\nsequence.allfonts=default\n");
            System.setProperty(FONT_CONFIGURATION, configuration.toString());
        }
        return configuration;
    }

    private static Font load(String file) throws IOException, FontFormatException {
        try (InputStream in = Typeface.class.getResourceAsStream("/com/formdev/flatlaf/fonts/inter/" + file)) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        }
    }
}
