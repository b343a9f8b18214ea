// counts: Abstracts$Model.price=2/3 Abstracts$Flat.raw=0/1 Abstracts$Steep.price=1/1 Abstracts$Steep.raw=0/2 Abstracts$Model.name=1/1
import dev.memoize.*;
import java.util.*;

class Abstracts {
    static final List<Object> keep = new ArrayList<>();
    static abstract class Model<T extends Number> {
        protected abstract double raw(T t);
        @Memoize public double price(T t) { return raw(t) * 2; }
        @Memoize public final String name() { return getClass().getSimpleName(); }
    }
    static class Flat extends Model<Integer> { @Override @Memoize protected double raw(Integer n) { return n; } }
    static class Steep extends Model<Double> {
        @Override @Memoize protected double raw(Double d) { return d * d; }
        @Override @Memoize public double price(Double d) { return super.price(d) + super.price(d) + super.price(-d); }
    }

    static Object[] results() {
        Flat flat = new Flat();
        Steep steep = new Steep();
        Model<Double> seenAsModel = steep;
        keep.addAll(List.of(flat, steep));
        return new Object[] {flat.price(3), flat.price(3), steep.price(1.5), seenAsModel.price(1.5), flat.name(), flat.name()};
    }
}
