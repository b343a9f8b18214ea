package dev.memoize.cli.fib;

import java.awt.Color;

/**
 * The colours of the picture. The two of the lines also differ in brightness, and for every kind of colour blindness.
 */
final class Palette {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x1b1f24);
    static final Color SOFT = new Color(0x5f6b76);
    static final Color GRID = new Color(0xe6e9ec);
    static final Color PLAIN = new Color(0xd1483b);
    static final Color MEMOIZED = new Color(0x006a8c);

    private Palette() {}
}
