package dev.memoize.cli.picture;

import java.awt.Color;

/**
 * The colours of the pictures. Those of lines and areas also differ in brightness, and for every kind of colour
 * blindness.
 */
public final class Palette {
    public static final Color PAPER = Color.WHITE;
    public static final Color INK = new Color(0x1b1f24);
    public static final Color SOFT = new Color(0x5f6b76);
    public static final Color GRID = new Color(0xe6e9ec);
    public static final Color PLAIN = new Color(0xd1483b);
    public static final Color MEMOIZED = new Color(0x006a8c);
    public static final Color BETWEEN = new Color(0xe3a52c);

    private Palette() {}
}
