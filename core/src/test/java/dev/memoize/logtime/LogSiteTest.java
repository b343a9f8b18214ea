package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.LogTime;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

class LogSiteTest {
    private static LogSite site(String settings) {
        return LogSite.bootstrap(MethodHandles.lookup(), "f", LogSite.class, settings);
    }

    @Test
    void everySinkOfTheAnnotationIsKnown() {
        for (LogTime.Sink sink : LogTime.Sink.values()) {
            assertThat(site("sink=" + sink).getClass()).isNotEqualTo(LogSite.class);
        }
        assertThat(site("")).isInstanceOf(FileSite.class);
    }

    @Test
    void aSinkOfALaterVersionIsNamed() {
        assertThatThrownBy(() -> site("sink=PIGEON"))
                .isInstanceOf(IncompatibleClassChangeError.class)
                .hasMessageContaining("LogSiteTest.f has the sink PIGEON");
    }
}
