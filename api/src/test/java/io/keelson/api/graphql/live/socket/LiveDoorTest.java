package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many sockets there may be, where each is a connection. */
class LiveDoorTest {
  private static LiveConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(LiveConfig.class)
        .withConverter(Duration.class, 200, text -> Duration.parse("PT" + text))
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(LiveConfig.class);
  }

  @Test
  void thereAreAsManySocketsAsConnectionsUnlessFewerAreWanted() {
    assertThat(config(Map.of()).maxSockets()).isEqualTo(16_384);
    assertThat(config(Map.of("keelson.http.max-connections", "100")).maxSockets()).isEqualTo(100);
    assertThat(config(Map.of("keelson.live.max-sockets", "10")).maxSockets()).isEqualTo(10);
  }

  @Test
  void moreThanThereCanBeAreToldByName() {
    LiveConfig many = config(Map.of("keelson.live.max-sockets", "40000"));

    assertThat(LiveDoor.objection(many, 16_384).orElseThrow())
        .contains("keelson.live.max-sockets: 40000")
        .contains("keelson.http.max-connections, which is 16384");
    assertThat(LiveDoor.objection(many, 40_000)).isEmpty();
  }
}
