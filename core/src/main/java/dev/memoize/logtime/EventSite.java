package dev.memoize.logtime;

import org.jspecify.annotations.Nullable;

/** Records JFR events. Links to {@code jdk.jfr}, as does nothing else but the event. */
final class EventSite extends LogSite {
    private final String className;
    private final String method;

    private EventSite(String className, String method) {
        this.className = className;
        this.method = method;
    }

    static LogSite of(String className, String method) {
        // Here, so that a missing module shows while the method is linked.
        new ExecutionEvent().isEnabled();
        return new EventSite(className, method);
    }

    @Override
    public @Nullable Object startEvent() {
        try {
            ExecutionEvent event = new ExecutionEvent();
            if (!event.isEnabled()) {
                return null;
            }
            event.begin();
            return event;
        } catch (Throwable t) {
            // The method runs, unrecorded.
            return null;
        }
    }

    @Override
    public void recordEvent(@Nullable Object started) {
        if (started == null) {
            return;
        }
        try {
            ExecutionEvent event = (ExecutionEvent) started;
            event.end();
            if (event.shouldCommit()) {
                event.declaringClass = className;
                event.method = method;
                event.commit();
            }
        } catch (Throwable t) {
            // The method's own result or exception goes on.
            return;
        }
    }
}
