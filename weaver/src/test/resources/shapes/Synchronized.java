// counts: Synchronized.f=1/1 Synchronized.g=1/1 Synchronized.holds=1/1
import dev.memoize.*;
import java.util.*;

class Synchronized {
    static final List<Object> keep = new ArrayList<>();
    @Memoize static synchronized int f(int n) { return Thread.holdsLock(Synchronized.class) ? n : -1; }
    @Memoize public synchronized boolean g() { return Thread.holdsLock(this); }
    @Memoize protected final synchronized String holds(String s) { return s + Thread.holdsLock(this); }

    static Object[] results() {
        Synchronized it = new Synchronized();
        keep.add(it);
        return new Object[] {f(1), f(1), it.g(), it.g(), it.holds("x"), it.holds("x"), Thread.holdsLock(it)};
    }
}
