package io.keelson.api.graphql.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.signing.SigningKeys;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Places in lists, given out by one process and brought to another. */
class CursorsTest {
  private static final UUID TENANT = new UUID(1, 2);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(SigningKeys.PERIOD.toSeconds() * 2_900));
  private final Cursors one = new Cursors(new SigningKeys(new byte[32], now::get));
  private final Cursors other = new Cursors(new SigningKeys(new byte[32], now::get));

  @Test
  void aCursorOutlivesTheKeyThatSignedItInEveryProcessAndNotTheNextOne() {
    String cursor = one.encode("runs", TENANT, "place");
    assertThat(other.decode("after", "runs", TENANT, cursor)).isEqualTo("place");

    now.updateAndGet(time -> time.plus(SigningKeys.PERIOD));
    assertThat(other.decode("after", "runs", TENANT, cursor)).isEqualTo("place");

    now.updateAndGet(time -> time.plus(SigningKeys.PERIOD));
    assertThatThrownBy(() -> other.decode("after", "runs", TENANT, cursor))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void aCursorIsOfOneListAndOneTenant() {
    String cursor = one.encode("runs", TENANT, "place");
    assertThatThrownBy(() -> one.decode("after", "models", TENANT, cursor))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> one.decode("after", "runs", new UUID(3, 4), cursor))
        .isInstanceOf(Invalid.class);
  }
}
