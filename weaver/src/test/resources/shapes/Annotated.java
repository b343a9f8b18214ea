// javac: -parameters
// counts: Annotated.f=1/1 Annotated.g=1/1
package shapes.deep;

import dev.memoize.*;
import java.lang.annotation.*;
import java.util.*;

class Annotated {
    @Retention(RetentionPolicy.RUNTIME) @interface Info { int value(); String[] tags() default {}; Class<?> type() default Object.class; Other other() default @Other; ElementType where() default ElementType.METHOD; }
    @Retention(RetentionPolicy.RUNTIME) @interface Other { double d() default 0.5; }
    @Retention(RetentionPolicy.RUNTIME) @Target({ElementType.TYPE_USE, ElementType.TYPE_PARAMETER}) @interface Use { int value() default 0; }
    @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.PARAMETER) @interface Par { String value(); }
    @Retention(RetentionPolicy.CLASS) @interface Hidden {}

    @Info(value = 3, tags = {"a", "b"}, type = String[].class, other = @Other(d = 1), where = ElementType.FIELD)
    @Hidden @Deprecated @Memoize
    public static <@Use(1) T extends @Use(2) CharSequence> @Use(3) List<@Use(4) String> f(@Par("p") final @Use(5) T text, @Par("q") @Memoize.Ignore int unused) throws @Use(6) IllegalStateException {
        @Use(7) List<@Use(8) String> local = new @Use(9) ArrayList<@Use(10) String>();
        try { local.add((@Use(11) String) text.toString()); } catch (@Use(12) RuntimeException e) { throw e; }
        if (((Object) text) instanceof @Use(13) String) local.add("s");
        Runnable r = () -> { @Use(14) int inLambda = 1; };
        return local;
    }

    @Memoize int g(@Use(15) Annotated this, @Par("r") String first, long second) { return first.length() + (int) second; }

    static Object[] results() {
        Annotated it = new Annotated();
        keep.add(it);
        return new Object[] {f("x", 1), f("x", 2), it.g("y", 1), it.g("y", 1)};
    }
    static final List<Object> keep = new ArrayList<>();
}
