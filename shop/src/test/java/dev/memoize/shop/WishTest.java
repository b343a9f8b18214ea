package dev.memoize.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WishTest {
    private static Plan plan(boolean usesRedis, Duration window) {
        return new Wish("", "", usesRedis, true, 1000, 2, 2, 200, 0.99, 3, window, 1)
                .plan("jdbc:none", "name", "redis:none", Path.of("floors"));
    }

    @Test
    void resultsOfASlowQueryLiveForTheirWholeTtlAndAreNotWrongForThat() {
        Plan plan = plan(false, Duration.ofMillis(500));
        assertThat(plan.ttl()).isEqualTo("500ms");
        assertThat(plan.window()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void messagesHaveTheTimeThatWasAskedFor() {
        assertThat(plan(true, Duration.ofMillis(500)).window()).isEqualTo(Duration.ofMillis(500));
    }
}
