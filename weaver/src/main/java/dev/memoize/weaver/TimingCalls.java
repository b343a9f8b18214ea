package dev.memoize.weaver;

import org.objectweb.asm.Type;

/**
 * How a sink is told of a start and of an end: a JFR event must be there from the start, for the others a time is
 * enough.
 */
record TimingCalls(Type token, String start, String record) {
    private static final TimingCalls TIME = new TimingCalls(Type.LONG_TYPE, "start", "record");
    private static final TimingCalls EVENT =
            new TimingCalls(Type.getObjectType("java/lang/Object"), "startEvent", "recordEvent");

    static TimingCalls of(AnnotatedMethod method) {
        return method.timingSettings().equals("sink=JFR") ? EVENT : TIME;
    }

    String startDescriptor() {
        return Type.getMethodDescriptor(token);
    }

    String recordDescriptor() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, token);
    }
}
