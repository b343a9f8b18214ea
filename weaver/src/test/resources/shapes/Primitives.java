// counts: Primitives.z=2/2 Primitives.b=4/4 Primitives.s=4/4 Primitives.c=3/3 Primitives.i=4/4 Primitives.j=4/4 Primitives.all=1/2 Primitives.packed=4/8 Primitives.shorts=2/4 Primitives.bytes=1/3
import dev.memoize.*;
import java.util.*;

class Primitives {
    @Memoize static boolean z(boolean v) { return !v; }
    @Memoize static byte b(byte v) { return (byte) ~v; }
    @Memoize static short s(short v) { return (short) ~v; }
    @Memoize static char c(char v) { return (char) ~v; }
    @Memoize static int i(int v) { return ~v; }
    @Memoize static long j(long v) { return ~v; }
    @Memoize static String all(boolean z, byte b, short s, char c, int i, long j, float f, double d) {
        return "" + z + b + s + (int) c + i + j + f + d;
    }
    @Memoize static long packed(int a, int b) { return (long) a * 31 + b; }
    @Memoize static int shorts(short a, char b, byte c, byte d, boolean e, boolean f) { return a + b + c + d + (e ? 1 : 0) + (f ? 2 : 0); }
    @Memoize static int bytes(byte a, byte b, byte c, byte d, byte e, byte f, byte g, byte h) { return a + 2 * b + 3 * h; }

    static Object[] results() {
        List<Object> r = new ArrayList<>();
        for (int twice = 0; twice < 2; twice++) {
            for (boolean v : new boolean[] {true, false}) r.add(z(v));
            for (byte v : new byte[] {Byte.MIN_VALUE, -1, 0, Byte.MAX_VALUE}) r.add(b(v));
            for (short v : new short[] {Short.MIN_VALUE, -1, 0, Short.MAX_VALUE}) r.add(s(v));
            for (char v : new char[] {0, 'x', Character.MAX_VALUE}) r.add(c(v));
            for (int v : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) r.add(i(v));
            for (long v : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) r.add(j(v));
        }
        r.add(all(true, (byte) -1, (short) -2, '\uffff', -3, -4, -5f, -6d));
        r.add(all(true, (byte) -1, (short) -2, '\uffff', -3, -4, -5f, -6d));
        r.add(all(false, (byte) -1, (short) -2, '\uffff', -3, -4, -5f, -6d));
        int[][] pairs = {{0, -1}, {-1, 0}, {-1, -1}, {0, 0}, {1, 0}, {0, 1}, {Integer.MIN_VALUE, 1}, {1, Integer.MIN_VALUE}, {0, -1}, {-1, 0}, {1, 0}, {0, 1}};
        for (int[] p : pairs) r.add(packed(p[0], p[1]));
        r.add(shorts((short) -1, 'a', (byte) -1, (byte) 1, true, false));
        r.add(shorts((short) -1, 'a', (byte) 1, (byte) -1, true, false));
        r.add(shorts((short) -1, 'a', (byte) -1, (byte) 1, false, true));
        r.add(shorts((short) -1, '\uffff', (byte) -1, (byte) 1, true, false));
        r.add(shorts((short) -1, 'a', (byte) -1, (byte) 1, true, false));
        r.add(shorts((short) -1, 'a', (byte) -1, (byte) 1, false, true));
        byte m = -1;
        r.add(bytes(m, m, m, m, m, m, m, m));
        r.add(bytes(m, m, m, m, m, m, m, (byte) 0));
        r.add(bytes((byte) 0, m, m, m, m, m, m, m));
        r.add(bytes(m, m, m, m, m, m, m, m));
        return r.toArray();
    }
}
