package io.keelson.compute;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Configurations of brokers that stand alone, with settings by their names without prefix. */
public final class BrokerConfigs {
  private BrokerConfigs() {}

  public static BrokerConfig of(Path folder, Map<String, String> settings) {
    return of(folder, 1, settings);
  }

  static BrokerConfig of(Path folder, int doorPort, Map<String, String> settings) {
    return new BrokerConfig(
        folder,
        Map.of(),
        "127.0.0.1",
        doorPort,
        false,
        Duration.ofSeconds(60),
        BrokerSettings.of(settings));
  }
}
