package io.keelson.api.graphql.live.socket;

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
                      "keelson.live.max-unauthenticated-sockets", "4",
                      "keelson.live.max-operations", "4",
                      "keelson.live.max-sockets", "8",
                      "keelson.live.max-sockets-per-credential", "2"),
                  "test",
                  100))
          .build()
          .getConfigMapping(LiveConfig.class);
  private final LiveSockets sockets = new LiveSockets(null, config, Instant::now);

  @Test
  void socketsOfNobodyKnownAreBoundedUntilTheySayWhoTheyAre() {
    assertThat(sockets.reserve("1.1.1.1")).isTrue();
    assertThat(sockets.reserve("1.1.1.1")).isTrue();
    assertThat(sockets.reserve("1.1.1.1")).as("half is the most for one address").isFalse();
    assertThat(sockets.reserve("2.2.2.2")).isTrue();
    assertThat(sockets.reserve("3.3.3.3")).isTrue();
    assertThat(sockets.reserve("4.4.4.4")).isFalse();

    sockets.release("1.1.1.1");

    assertThat(sockets.reserve("4.4.4.4")).isTrue();
    assertThat(sockets.reserve("5.5.5.5")).isFalse();
  }

  @Test
  void operationsOfOneTenantLeaveSomeToTheOthers() {
    assertThat(sockets.admitOperation("one")).isTrue();
    assertThat(sockets.admitOperation("one")).isTrue();
    assertThat(sockets.admitOperation("one")).isFalse();
    assertThat(sockets.admitOperation("other")).isTrue();

    sockets.dismissOperation("one");

    assertThat(sockets.admitOperation("one")).isTrue();
    assertThat(sockets.admitOperation("one")).isFalse();
  }

  @Test
  void aCredentialHasItsShareAndNoneOfOthers() {
    assertThat(sockets.admit(ONE, "tenant")).isTrue();
    assertThat(sockets.admit(ONE, "tenant")).isTrue();
    assertThat(sockets.admit(ONE, "tenant")).isFalse();
    assertThat(sockets.admit(OTHER, "tenant")).isTrue();

    sockets.dismiss(ONE, "tenant");

    assertThat(sockets.admit(ONE, "tenant")).isTrue();
    assertThat(sockets.admit(ONE, "tenant")).isFalse();
  }

  @Test
  void socketsOfOneTenantLeaveSomeToTheOthersHoweverManyKeysItHas() {
    for (int key = 0; key < 4; key++) {
      assertThat(sockets.admit(new Credential.Attempt("key " + key), "greedy")).isTrue();
    }
    assertThat(sockets.admit(new Credential.Attempt("one more"), "greedy")).isFalse();
    assertThat(sockets.held().credentials()).isEqualTo(4);
    assertThat(sockets.admit(new Credential.Attempt("another's"), "other")).isTrue();
  }
}
