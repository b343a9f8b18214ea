// counts: Overloads.f=11/11
import dev.memoize.*;
import java.util.*;

class Overloads {
    static final List<Object> keep = new ArrayList<>();
    @Memoize static String f() { return "none"; }
    @Memoize static String f(int n) { return "int"; }
    @Memoize static String f(long n) { return "long"; }
    @Memoize static String f(Integer n) { return "Integer"; }
    @Memoize static String f(Object n) { return "Object"; }
    @Memoize static String f(String n) { return "String"; }
    @Memoize static String f(int[] n) { return "int[]"; }
    @Memoize static String f(int a, long b) { return "int long"; }
    @Memoize static String f(long a, int b) { return "long int"; }
    @Memoize String f(char n) { return "char"; }
    @Memoize String f(byte n) { return "byte"; }

    static Object[] results() {
        Overloads it = new Overloads();
        keep.add(it);
        List<Object> r = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            r.addAll(List.of(f(), f(1), f(1L), f((Integer) 1), f((Object) 1), f("1"), f(new int[] {1}), f(1, 1L), f(1L, 1), it.f('1'), it.f((byte) 1)));
        }
        return r.toArray();
    }
}
