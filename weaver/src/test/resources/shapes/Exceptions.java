// counts: Exceptions.read=1/3 Exceptions.sneaky=0/2 Exceptions.stat=0/2
import dev.memoize.*;
import java.io.*;
import java.util.*;

class Exceptions {
    static final List<Object> keep = new ArrayList<>();
    static final IOException ONE = new IOException("one");

    @Memoize String read(int n) throws IOException, InterruptedException { if (n < 0) throw ONE; return "r" + n; }
    @Memoize static <X extends Exception> int sneaky(X x) throws X { throw x; }
    @Memoize static int stat(int n) { throw new Error("e" + n); }

    static Object[] results() throws Exception {
        Exceptions it = new Exceptions();
        keep.add(it);
        List<Object> r = new ArrayList<>();
        r.add(it.read(1));
        r.add(it.read(1));
        for (int i = 0; i < 2; i++) {
            try { it.read(-1); r.add("no"); } catch (IOException e) { r.add(e == ONE); }
            try { sneaky(ONE); r.add("no"); } catch (IOException e) { r.add(e == ONE); }
            try { stat(i); r.add("no"); } catch (Error e) { r.add(e.getMessage()); r.add(e.getStackTrace()[0].getLineNumber()); }
        }
        return r.toArray();
    }
}
