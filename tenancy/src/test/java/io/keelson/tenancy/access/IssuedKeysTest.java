package io.keelson.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.apikey.ApiKeySecret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class IssuedKeysTest {
  private static final Duration READING = Duration.ofMillis(100);
  private final ApiKeySecret issued = ApiKeySecret.generate();
  private final String madeUp = ApiKeySecret.generate().value();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicBoolean away = new AtomicBoolean();
  private Duration reading = READING;
  private final IssuedKeys keys = new IssuedKeys(nanos::get, this::after);

  private List<byte[]> after(byte[] hash) {
    read.incrementAndGet();
    nanos.addAndGet(reading.toNanos());
    if (away.get()) {
      throw new IllegalStateException("no database");
    }
    return hash.length == 0 ? List.of(issued.hash()) : List.of();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void areReadForATwentiethOfTheTimeAtMost() {
    assertThat(keys.mayHave(madeUp)).isFalse();
    pass(READING.multipliedBy(19));
    assertThat(keys.mayHave(madeUp)).isFalse();
    assertThat(read).hasValue(1);
    pass(READING);
    assertThat(keys.mayHave(madeUp)).isFalse();
    assertThat(read).hasValue(2);
  }

  @Test
  void aReadingThatHungAndFailedIsTriedAgainSoon() {
    away.set(true);
    reading = Duration.ofSeconds(10);
    assertThatThrownBy(() -> keys.mayHave(issued.value())).hasMessage("no database");

    away.set(false);
    reading = READING;
    pass(Duration.ofSeconds(5));

    assertThat(keys.mayHave(issued.value())).isTrue();
  }

  @Test
  void keepWhatWasReadWhileTheyCannotBeReadAnewAndAreNotAskedForAgainAtOnce() {
    assertThat(keys.mayHave(issued.value())).isTrue();
    away.set(true);
    pass(READING.multipliedBy(20));

    assertThatThrownBy(() -> keys.mayHave(madeUp)).hasMessage("no database");
    assertThat(keys.mayHave(madeUp)).isFalse();
    assertThat(keys.mayHave(issued.value())).isTrue();
    assertThat(read).hasValue(2);
  }
}
