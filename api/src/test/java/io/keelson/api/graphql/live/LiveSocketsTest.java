package io.keelson.api.graphql.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.identity.Credential;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many sockets there may be, of whom. */
class LiveSocketsTest {
  private static final Credential ONE = new Credential.Attempt("one");
  private static final Credential OTHER = new Credential.Attempt("other");

  private final LiveConfig config =
      new SmallRyeConfigBuilder()
          .withMapping(LiveConfig.class)
          .withConverter(Duration.class, 200, text -> Duration.parse("PT" + text))
          .withSources(
              new PropertiesConfigSource(
                  Map.of(
                      "keelson.live.max-unauthenticated-sockets", "2",
                      "keelson.live.max-sockets-per-credential", "2"),
                  "test",
                  100))
          .build()
          .getConfigMapping(LiveConfig.class);
  private final LiveSockets sockets = new LiveSockets(null, config, Instant::now);

  @Test
  void socketsOfNobodyKnownAreBoundedUntilTheySayWhoTheyAre() {
    assertThat(sockets.reserve()).isTrue();
    assertThat(sockets.reserve()).isTrue();
    assertThat(sockets.reserve()).isFalse();

    sockets.release();

    assertThat(sockets.reserve()).isTrue();
    assertThat(sockets.reserve()).isFalse();
  }

  @Test
  void aCredentialHasItsShareAndNoneOfOthers() {
    assertThat(sockets.admit(ONE)).isTrue();
    assertThat(sockets.admit(ONE)).isTrue();
    assertThat(sockets.admit(ONE)).isFalse();
    assertThat(sockets.admit(OTHER)).isTrue();

    sockets.dismiss(ONE);

    assertThat(sockets.admit(ONE)).isTrue();
    assertThat(sockets.admit(ONE)).isFalse();
  }
}
