package dev.memoize.weaver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the source calls the parameters of one class's methods. Class files tell it in some builds only. */
@FunctionalInterface
interface ParameterNames {
    ParameterNames UNKNOWN = (method, descriptor) -> null;

    /** In order, or {@code null}. */
    @Nullable
    List<String> of(String method, String descriptor);
}
