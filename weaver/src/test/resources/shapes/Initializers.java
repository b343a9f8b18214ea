// counts: Initializers.table=2/1 Initializers$Late.hook=1/1 Initializers$Holder.value=1/1
import dev.memoize.*;
import java.util.*;

class Initializers {
    static final List<Object> keep = new ArrayList<>();
    static final int[] TABLE = table(3);
    static { if (table(3).length != 3) throw new AssertionError(); }
    @Memoize static int[] table(int n) { return new int[n]; }

    static abstract class Base { final int seen; Base() { seen = hook(1); } abstract int hook(int n); }
    static class Late extends Base {
        // Called by the super constructor, before this class's fields are set.
        final int own = 5;
        final String text = "set";
        @Override @Memoize int hook(int n) { return n + (text == null ? 100 : 0); }
    }
    interface Holder { int VALUE = value(); @Memoize static int value() { return 12; } }

    static Object[] results() {
        Late late = new Late();
        keep.add(late);
        return new Object[] {TABLE, table(3), late.seen, late.hook(1), Holder.VALUE, Holder.value()};
    }
}
