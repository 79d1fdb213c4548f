package io.keelson.compute.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void pausesDoubleUpToAnHour() {
    Retry retry = new Retry(EndCause.EXIT, 20, MINUTE);

    assertThat(retry.pause(1)).isEqualTo(MINUTE);
    assertThat(retry.pause(2)).isEqualTo(Duration.ofMinutes(2));
    assertThat(retry.pause(6)).isEqualTo(Duration.ofMinutes(32));
    assertThat(retry.pause(7)).isEqualTo(Duration.ofHours(1));
    assertThat(retry.pause(1_000)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aPauseThatIsLeftOutIsTenSeconds() {
    assertThat(new Retry(EndCause.EXIT, 1, null).firstPause()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @EnumSource(
      value = EndCause.class,
      names = {"EXIT", "OUT_OF_MEMORY", "DISK_FULL", "MACHINE_LOST"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatWouldEndTheSameWayOrWasWantedIsNotTriedAgain(EndCause cause) {
    assertThatThrownBy(() -> new Retry(cause, 1, MINUTE)).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 21, Integer.MAX_VALUE})
  void howOftenHasBounds(int most) {
    assertThatThrownBy(() -> new Retry(EndCause.EXIT, most, MINUTE)).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.9S", "PT1H1S", "-PT5S", "PT99999999H"})
  void aPauseHasBounds(String pause) {
    assertThatThrownBy(() -> new Retry(EndCause.EXIT, 1, Duration.parse(pause)))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void eachCauseIsNamedOnce() {
    List<Retry> twice =
        List.of(new Retry(EndCause.EXIT, 1, MINUTE), new Retry(EndCause.EXIT, 2, MINUTE));

    assertThatThrownBy(() -> Retry.checked(twice))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("each cause once");
  }

  @Test
  void itIsReadAsItWasStored() {
    List<Retry> retries =
        List.of(
            new Retry(EndCause.EXIT, 3, MINUTE),
            new Retry(EndCause.MACHINE_LOST, 0, Duration.ofSeconds(1)));

    assertThat(Retry.of(Retry.json(retries))).isEqualTo(retries);
  }
}
