package io.keelson.tenancy.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final byte[] ROOT = new byte[32];
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(SigningKeys.PERIOD.toSeconds() * 2_900));
  private final SigningKeys keys = new SigningKeys(ROOT, now::get);

  private void advance(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  @Test
  void aKeyIsUsedForAPeriodAndAcceptedForOneMore() {
    int first = keys.current().id();
    advance(SigningKeys.PERIOD.minusSeconds(1));
    assertThat(keys.current().id()).isEqualTo(first);
    advance(Duration.ofSeconds(1));
    assertThat(keys.current().id()).isEqualTo(first + 1);
    assertThat(keys.current().createdAt()).isEqualTo(now.get());
    assertThat(keys.previous().id()).isEqualTo(first);
    assertThat(keys.accepts(first)).isTrue();
    advance(SigningKeys.PERIOD);
    assertThat(keys.accepts(first)).isFalse();
  }

  @Test
  void eachPeriodAndEachPurposeHasAKeyOfItsOwn() {
    byte[] signature = keys.sign("cursors", 1, MESSAGE);
    assertThat(signature).hasSize(32).isEqualTo(keys.sign("cursors", 1, MESSAGE));
    assertThat(signature)
        .isNotEqualTo(keys.sign("cursors", 2, MESSAGE))
        .isNotEqualTo(keys.sign("csrf", 1, MESSAGE));
  }

  @Test
  void processesWithOneRootAgreeEvenWhereTheirClocksDiffer() {
    SigningKeys other = new SigningKeys(ROOT, () -> now.get().plusSeconds(30));
    advance(SigningKeys.PERIOD.minusSeconds(10));
    int ahead = other.current().id();
    assertThat(ahead).isEqualTo(keys.current().id() + 1);
    assertThat(keys.accepts(ahead)).isTrue();
    assertThat(other.accepts(keys.current().id())).isTrue();
    assertThat(other.sign("links", ahead, MESSAGE)).isEqualTo(keys.sign("links", ahead, MESSAGE));
  }

  @Test
  void aKeyOfTheFutureIsNotAccepted() {
    assertThat(keys.accepts(keys.current().id() + 1)).isFalse();
  }

  @Test
  void anotherRootSignsOtherwise() {
    byte[] root = new byte[32];
    root[0] = 1;
    assertThat(new SigningKeys(root, now::get).sign("links", 1, MESSAGE))
        .isNotEqualTo(keys.sign("links", 1, MESSAGE));
  }

  @Test
  void aShortRootIsRefused() {
    assertThatThrownBy(() -> new SigningKeys(new byte[31], now::get))
        .hasMessageContaining("31 bytes");
  }
}
