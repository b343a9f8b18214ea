package dev.memoize.memo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.spi.ConfigurationError;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TiersTest {
    @Test
    void missingModuleIsNamedWithTheFix() {
        assertThatThrownBy(() -> Tiers.named("nosuch", getClass().getClassLoader(), Map.of()))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage("tier is \"nosuch\", and nothing on the class path provides it; "
                        + "add dev.memoize:memoize-nosuch, or use one of []");
    }

    @Test
    void tierAndVersionAreSettings() {
        Settings s = Settings.parse("tier=redis version=2024-05.1_b");
        assertThat(s.tier()).isEqualTo("redis");
        assertThat(s.version()).isEqualTo("2024-05.1_b");
        assertThat(Settings.parse("tier= version=").tier()).isEmpty();
        assertThatThrownBy(() -> Settings.DEFAULT.with("version", "a:b"))
                .hasMessage("version is \"a:b\"; use letters, digits, '.', '_' and '-', 32 at most, or leave it out");
        assertThatThrownBy(() -> Settings.DEFAULT.with("tier", "Redis!"))
                .hasMessage("tier is \"Redis!\"; use the name of a tier, such as redis, or leave it out");
    }

    @Test
    void memoWithoutATierHasNoTierInfo() {
        assertThat(Memo.lru(1, key -> key).tierInfo()).isNull();
    }
}
