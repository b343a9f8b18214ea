// counts: Interfaces$Shape.area=1/2 Interfaces$Shape.unit=1/1 Interfaces$Shape.scaled=0/2 Interfaces$Shape.half=1/1 Interfaces$Square.area=1/1 Interfaces$Named.name=1/1 Interfaces$Fn.apply=1/1
import dev.memoize.*;
import java.util.*;

class Interfaces {
    static final List<Object> keep = new ArrayList<>();

    interface Shape {
        double side();
        @Memoize default double area() { return scaled(1); }
        @Memoize private double scaled(double by) { return half(2) * by * side() * side(); }
        @Memoize private static double half(double d) { return d / 2; }
        @Memoize static Shape unit() { return () -> 1; }
    }

    interface Named { @Memoize default String name() { return "named " + getClass().getSimpleName(); } }

    interface Fn<A, R> { @Memoize default List<R> apply(List<? extends A> in) { return List.of(one(in.get(0))); } R one(A a); }

    static class Square implements Shape, Named {
        public double side() { return 3; }
        @Override @Memoize public double area() { return Shape.super.area() + 0.5; }
    }

    static Object[] results() {
        Square square = new Square();
        Shape lambda = () -> 2;
        Fn<String, Integer> fn = String::length;
        keep.addAll(List.of(square, lambda, fn));
        return new Object[] {
            square.area(), square.area(), lambda.area(), lambda.area(), Shape.unit().side(), Shape.unit().side(),
            square.name(), square.name(), fn.apply(List.of("abc")), fn.apply(List.of("abc"))
        };
    }
}
