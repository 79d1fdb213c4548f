package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another program listens where one of the platform's own servers would. */
@Tag("heavy")
final class TakenPortIT {
  @Test
  @Timeout(180)
  void aPlatformWhoseIdentityProviderCannotListenEndsAndNamesThePort() throws Exception {
    try (Installation installation = Installation.create();
        ServerSocket taken =
            new ServerSocket(Ports.freeBeforeFree() + 1, 1, InetAddress.getLoopbackAddress());
        PlatformProcess platform =
            new PlatformProcess(installation, "taken-port", properties(taken.getLocalPort()))) {
      Files.deleteIfExists(platform.log());
      platform.migrate().start();
      platform.awaitEnd("its start");

      assertThat(platform.exitCode()).isEqualTo(1);
      assertThat(Files.readString(platform.log()))
          .contains("port %d on 127.0.0.1 is taken".formatted(taken.getLocalPort()))
          .contains("keelson.keycloak.port");
    }
  }

  private static Map<String, String> properties(int takenPort) {
    Map<String, String> properties = new HashMap<>();
    for (String port :
        List.of("http.port", "management.port", "gateway.port", "postgres.port", "redis.port")) {
      properties.put("keelson." + port, Integer.toString(Ports.free()));
    }
    properties.put("keelson.keycloak.port", Integer.toString(takenPort - 1));
    properties.put("keelson.keycloak.distribution", Checkout.keycloak().toString());
    return properties;
  }
}
