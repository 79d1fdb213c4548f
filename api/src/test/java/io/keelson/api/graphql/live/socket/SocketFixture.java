package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.TestTenants;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;

/** Whatever clients do to their sockets, nothing of it stays. */
abstract class SocketFixture {
  static final String TENANT = "{tenant{slug}}";

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final LiveSockets.Held NOTHING = new LiveSockets.Held(0, 0, 0, 0, 0, 0);

  @Inject TestTenants tenants;
  @Inject LiveSockets sockets;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @AfterEach
  void nothingIsHeldAnyMore() {
    await(() -> sockets.held().equals(NOTHING));
    assertThat(sockets.held()).isEqualTo(NOTHING);
  }

  /** False when it has not come to be in time. */
  static boolean await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.yield();
    }
    return true;
  }

  /** Of some megabytes: names of the schema's fields, many times. */
  static String large() {
    String names =
        IntStream.range(0, 480).mapToObj(i -> "f" + i + ":name").collect(Collectors.joining(" "));
    return "{__schema{types{fields{" + names + "}}}}";
  }
}
