package io.keelson.compute;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Configurations of brokers that stand alone, with settings by their names without prefix, and
 * limits by theirs.
 */
public final class BrokerConfigs {
  private BrokerConfigs() {}

  public static BrokerConfig of(Path folder, Map<String, String> values) {
    return of(folder, 1, values);
  }

  static BrokerConfig of(Path folder, int doorPort, Map<String, String> values) {
    Map<String, String> settings = new HashMap<>(values);
    BrokerLimits standard = BrokerLimits.STANDARD;
    String logBytes = settings.remove("max-log-bytes");
    BrokerLimits limits =
        new BrokerLimits(
            logBytes == null ? standard.maxLogBytes() : Long.parseLong(logBytes),
            taken(settings, "holder-stale", standard.holderStale()),
            taken(settings, "host-lost", standard.hostLost()),
            taken(settings, "stop-grace", standard.stopGrace()),
            taken(settings, "sweep-interval", standard.sweepInterval()));
    return new BrokerConfig(
        folder,
        Map.of(),
        "127.0.0.1",
        doorPort,
        false,
        Duration.ofSeconds(60),
        BrokerSettings.of(settings),
        limits);
  }

  private static Duration taken(Map<String, String> from, String name, Duration standard) {
    String value = from.remove(name);
    return value == null ? standard : Duration.parse(value);
  }
}
