package io.keelson.tenancy.embedded;

import java.time.Duration;

/**
 * Starts the servers without the platform, and leaves them running for the platform to adopt. The
 * launcher does so while it still builds the platform: a first Keycloak takes most of a minute.
 * Reads what {@link EmbeddedConfig#from} reads, as a {@link Setting}.
 */
public final class EmbeddedServersMain {

  private static final Duration KEYCLOAK_PATIENCE = Duration.ofMinutes(4);

  private EmbeddedServersMain() {}

  /** Ends with 0, or with 1 and the reason when a server fails. */
  public static void main(String[] arguments) {
    try {
      start();
      System.exit(0);
    } catch (EmbeddedServerException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void start() {
    EmbeddedConfig config =
        EmbeddedConfig.from(Setting::property).withMigrating(true).withLeaveRunning(true);
    try (EmbeddedServers servers =
        EmbeddedServers.start(config, System.err::println, System.out::println)) {
      servers.awaitKeycloak(KEYCLOAK_PATIENCE);
    }
  }
}
