package dev.memoize.memo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Put by the weaver on a method that it has woven, so that it is never woven twice, that its memo is found before the
 * first call, and that coverage tools, which look for "Generated", leave the woven code out. Not for hand-written code.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WovenGenerated {
    /** {@code LONG}, {@code REF} or {@code WIDE}. */
    String kind();

    /** See {@link Settings#parse}. */
    String settings() default "";

    /** The field that holds an instance's cache, or empty if there is none. */
    String field() default "";
}
