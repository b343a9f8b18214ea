import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What libraries memoize: reflection, derived properties, registries. */
class RealisticTypes {
    @Memoize(maxSize = Memoize.UNBOUNDED)
    static List<Field> fields(Class<?> type) {
        List<Field> all = new ArrayList<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            all.addAll(Arrays.asList(c.getDeclaredFields()));
        }
        return all.stream().filter(f -> !f.isSynthetic()).collect(Collectors.toUnmodifiableList());
    }

    @Memoize
    static String describe(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    @Memoize
    static boolean hasAnnotation(Class<?> type, String name) {
        return Arrays.stream(type.getAnnotations()).anyMatch(a -> a.annotationType().getName().equals(name));
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static Lock lockFor(String name) { // the name is what tells them apart
        return new ReentrantLock();
    }

    enum Unit { METRE, FOOT }

    record Length(double value, Unit unit) {
        @Memoize
        double inMetres() {
            return unit == Unit.METRE ? value : value * 0.3048;
        }
    }

    interface Node {
        Collection<Node> children();

        @Memoize
        default int size() {
            return 1 + children().stream().mapToInt(Node::size).sum();
        }
    }

    static class Person {
        private final String first;
        private final String last;
        private String nickname;

        Person(String first, String last) {
            this.first = first;
            this.last = last;
        }

        public void setNickname(String nickname) {
            this.nickname = nickname;
        }

        @Memoize
        String fullName() {
            return first + " " + last;
        }

        @Memoize
        String display() {
            return nickname == null ? fullName() : nickname; // deserved
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Person p && p.first.equals(first) && p.last.equals(last);
        }

        @Override
        public int hashCode() {
            return Objects.hash(first, last);
        }

        @Memoize(scope = Scope.CLASS)
        int similarity(Person other) {
            return first.compareTo(other.first) + last.compareTo(other.last);
        }
    }

    @Memoize
    static Map<Unit, Double> factors(double scale) {
        Map<Unit, Double> factors = new EnumMap<>(Unit.class);
        for (Unit unit : EnumSet.allOf(Unit.class)) {
            factors.put(unit, new Length(scale, unit).inMetres());
        }
        return factors; // deserved
    }

    @Memoize
    static <T> List<T> filtered(List<T> all, Predicate<? super T> keep) { // deserved
        return all.stream().filter(keep).toList();
    }

    @Memoize
    static boolean isFresh(Instant written, Duration keep, @Memoize.Ignore Clock clock) {
        return written.plus(keep).isAfter(clock.instant()); // deserved
    }

    @Memoize
    static Path resolve(Path base, String name) {
        return base.resolve(name).normalize();
    }

    @Memoize
    static int parse(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            System.err.println("not a number: " + text); // deserved
            return 0;
        }
    }
}
