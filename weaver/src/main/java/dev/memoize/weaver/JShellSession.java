package dev.memoize.weaver;

import java.util.List;

/**
 * JShell compiles in one JVM, without a way for us to read back or change what it compiled, and runs in another. There
 * the agent weaves.
 */
final class JShellSession {
    static final String FIX =
            "JShell needs the agent for methods annotated with @Memoize or @LogTime: start it with jshell -R-javaagent:memoize.jar";

    private JShellSession() {}

    /** Whether it is JShell that this thread compiles for. */
    static boolean isCompiling() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith("jdk.jshell.")));
    }

    /** Whether the agent is missing for sure; a program that embeds JShell may have passed it unseen. */
    static boolean lacksAgent() {
        ProcessHandle.Info me = ProcessHandle.current().info();
        boolean isTool = me.command().orElse("").matches(".*jshell(\\.exe)?");
        List<String> arguments = List.of(me.arguments().orElse(new String[0]));
        return isTool && !arguments.isEmpty() && arguments.stream().noneMatch(a -> a.contains("-javaagent"));
    }
}
