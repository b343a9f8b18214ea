package dev.memoize.weaver;

import java.util.Map;

/** Warns where remembering the results of a method is probably a mistake. */
final class MethodLint {
    private final SourceMethod method;
    private final SourceTypes types;
    private final ClassFacts facts;
    private final Report report;

    MethodLint(SourceMethod method, SourceTypes types, ClassFacts facts, Report report) {
        this.method = method;
        this.types = types;
        this.facts = facts;
        this.report = report;
    }

    void check() {
        Map<String, SourceMethod.Attribute> attributes = method.attributes();
        BodyScan body = new BodyScan(method, types);
        body.scan();
        if (body.isBroken) {
            return;
        }
        boolean stores = !DeclarationChecks.storesNothing(attributes);
        new KeyLint(method, types, facts, report).check(body, stores);
        new ResultLint(method, types, report).check(body, stores);
        // Who sets one of these has said that the answer changes.
        boolean answerMayChange = attributes.containsKey("ttl") || attributes.containsKey("refreshAfterWrite");
        new PurityLint(method, facts, report).check(body, answerMayChange);
    }
}
