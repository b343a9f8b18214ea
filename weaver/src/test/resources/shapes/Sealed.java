// counts: Sealed$Circle.area=2/1 Sealed$Square.area=1/1 Sealed$Named.label=1/2 Sealed.total=1/1
import dev.memoize.*;
import java.util.*;

class Sealed {
    static final List<Object> keep = new ArrayList<>();
    sealed interface Named permits Figure { @Memoize default String label() { return getClass().getSimpleName() + keep.size(); } }
    static sealed abstract class Figure implements Named permits Circle, Square { abstract double area(); }
    static final class Circle extends Figure { @Override @Memoize double area() { return Math.PI; } }
    static non-sealed class Square extends Figure { @Override @Memoize double area() { return 4; } }
    @Memoize static double total(List<? extends Figure> all) { return all.stream().mapToDouble(Figure::area).sum(); }

    static Object[] results() {
        Circle circle = new Circle();
        Square square = new Square();
        keep.addAll(List.of(circle, square));
        return new Object[] {circle.area(), circle.area(), square.area(), total(keepOf(circle, square)), total(keepOf(circle, square)), circle.label(), square.label(), circle.label()};
    }
    static List<Figure> keepOf(Figure... all) { return List.of(all); }
}
