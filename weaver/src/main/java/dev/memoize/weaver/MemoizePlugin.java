package dev.memoize.weaver;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/** Weaves what javac compiles. Starts by itself when the jar is on javac's class path or processor path. */
public final class MemoizePlugin implements Plugin {
    /** Called by javac. */
    public MemoizePlugin() {}

    @Override
    public String getName() {
        return "Memoize";
    }

    @Override
    public boolean autoStart() {
        return true;
    }

    @Override
    public void init(JavacTask task, String... args) {
        CompilerHook.install(task);
    }
}
