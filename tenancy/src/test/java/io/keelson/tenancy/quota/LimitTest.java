package io.keelson.tenancy.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.QuotaExceeded;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitTest {
  @Test
  void aSettingIsANumberOrNone() {
    assertThat(Limit.parse("10")).isEqualTo(new Limit(10));
    assertThat(Limit.parse(" 0 ")).isEqualTo(new Limit(0));
    assertThat(Limit.parse("none")).isEqualTo(Limit.NONE);
    for (String bad : new String[] {"", "-1", "1.5", "many", "1_000"}) {
      assertThatThrownBy(() -> Limit.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }

  @Test
  void noLimitStaysNoneHoweverItIsCounted() {
    assertThat(Limit.NONE.times(1_000)).isEqualTo(Limit.NONE);
    assertThat(new Limit(Long.MAX_VALUE / 10).times(1_000)).isEqualTo(Limit.NONE);
    assertThat(new Limit(3).times(1_000).most()).isEqualTo(3_000);
    assertThat(Limit.NONE.number()).isEmpty();
    assertThat(new Limit(3).left(5)).isZero();
  }

  @Test
  void whatIsBegunCountsAsWholeAndIsToldInWholes() {
    Quota quota = Quota.ofPlan(QuotaName.CPUS, new Limit(10_000), 9_500);

    assertThat(quota.hasRoomFor(500)).isTrue();
    assertThat(quota.hasRoomFor(501)).isFalse();
    QuotaExceeded exceeded = quota.exceeded(1_500);

    assertThat(exceeded).hasMessage("CPUS: 10 of 10 are used, 2 more asked for");
    assertThat(exceeded.details())
        .isEqualTo(Map.of("quota", "CPUS", "limit", 10L, "used", 10L, "asked", 2L));
  }
}
