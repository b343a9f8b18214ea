package dev.memoize.weaver;

import com.sun.source.tree.AnnotationTree;
import dev.memoize.memo.TagTemplate;
import dev.memoize.memo.TagTemplate.Selector;
import dev.memoize.weaver.SourceMethod.Text;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.type.TypeMirror;

/** What tags may say. */
final class TagChecks {
    private final SourceParameters parameters;
    private final Report report;

    TagChecks(SourceParameters parameters, Report report) {
        this.parameters = parameters;
        this.report = report;
    }

    /** Those of a memoized method. */
    void check(SourceMethod method) {
        AnnotationMirror mirror = SourceMethod.annotation(method.element(), SourceMethod.MEMOIZE);
        if (method.memoize() != null && mirror != null) {
            check(method.memoize(), mirror, true);
        }
    }

    /** @param ofKey whether parameters have to be a part of the key */
    void check(AnnotationTree annotation, AnnotationMirror mirror, boolean ofKey) {
        for (Text tag : SourceMethod.texts(annotation, mirror, "tags")) {
            try {
                for (Selector selector : TagTemplate.parse(tag.value()).selectors()) {
                    check(selector, ofKey);
                }
            } catch (IllegalArgumentException e) {
                report.error(tag.expression(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void check(Selector selector, boolean ofKey) {
        if (ofKey && !SourceMethod.isKeyed(parameters.parameter(selector))) {
            throw new IllegalArgumentException(
                    "{" + selector + "} is a parameter with @Memoize.Ignore, so one result is"
                            + " of many values of it; use one that is part of the key");
        }
        TypeMirror type = parameters.type(selector);
        if (!SourceParameters.hasText(type)) {
            throw new IllegalArgumentException("{" + selector + "} is a " + type
                    + ", whose text may differ for equal values; use a property of it, such as {" + selector
                    + ".id}, that is a primitive, a string, an enum, or a number, time or UUID of the JDK");
        }
    }
}
