package dev.memoize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes memos forget what a method has changed: put it on what writes.
 *
 * <pre>{@code
 * @Memoize(tags = "product:{id}")
 * Product product(long id) { … }
 *
 * @Invalidates(tags = "product:{product.id}")
 * void save(Product product) { … }
 *
 * @Invalidates(method = "product")
 * void delete(long id) { … }
 * }</pre>
 *
 * <p>It happens when the method returns, before its caller goes on. From then on no call gets a result that was stored
 * before, and what is being computed from older data is returned to those who wait for it and stored nowhere, as with
 * {@link Memo1#invalidate}. So nothing stale stays, provided that what the method wrote can be seen by readers when it
 * returns. <b>Where a transaction is committed later, by a proxy or by the caller, that is too early:</b> put this on
 * the method around the commit, or call {@link Memos#invalidateTag} after it. The compiler warns where it stands beside
 * {@code @Transactional}.
 *
 * <p>Nothing happens when the method throws, unless {@link #onException} is set.
 *
 * <p>May be repeated. Methods that override the annotated one without being annotated themselves invalidate nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Invalidates.List.class)
public @interface Invalidates {
    /**
     * The tags whose results are dropped, see {@link Memoize#tags()}. Their placeholders are parameters of the
     * annotated method; they are looked at when it has returned.
     */
    String[] tags() default {};

    /**
     * The name of a memoized method of which one result is dropped, or, with {@link #all()}, every one. It is called
     * with {@link #args()}. If it is an instance method: in the cache of {@code this} where that has the method, else
     * in the caches of all instances.
     */
    String method() default "";

    /** The class that declares {@link #method()}. The default is the one that has the annotated method. */
    Class<?> of() default void.class;

    /**
     * What the arguments of {@link #method()} are: names, positions from 0, or properties ({@code "product.id"}) of
     * parameters of the annotated method, one for each parameter that is part of the key. Left out: its first
     * parameters, in order.
     */
    String[] args() default {};

    /** Whether all results of {@link #method()} are dropped, whatever their arguments. */
    boolean all() default false;

    /**
     * Whether it also happens when the method throws: where an exception does not mean that nothing was written, as
     * when a commit gets no answer.
     */
    boolean onException() default false;

    /** Several of them. Made by the compiler. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        Invalidates[] value();
    }
}
