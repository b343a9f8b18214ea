package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class CollectableTest {
    /** A class loader of the user's, with a copy of the program. */
    private static final class Copy extends ClassLoader {
        Copy() {
            super(Copy.class.getClassLoader());
        }

        Class<?> program() throws IOException {
            try (InputStream in = Program.class.getResourceAsStream("Program.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(Program.class.getName(), bytes, 0, bytes.length);
            }
        }
    }

    private static WeakReference<Object> runInALoaderOfItsOwn() throws Exception {
        Copy loader = new Copy();
        Class<?> program = loader.program();
        for (String method : new String[] {"fib", "event", "logged"}) {
            Method found = program.getDeclaredMethod(method, int.class);
            found.setAccessible(true);
            found.invoke(null, 5);
        }
        return new WeakReference<>(loader);
    }

    @Test
    void aClassGoesWithItsLoaderWhileTheWriterThatItStartedRuns() throws Exception {
        do {
            Journal.INSTANCE.flush(1);
        } while (!Journal.INSTANCE.retire());
        WeakReference<Object> loader = runInALoaderOfItsOwn();
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
        }
        assertThat(loader.get()).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("memoize-logtime");
    }
}
