package io.keelson.tenancy.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code start|stop|status --data DIR [--no-keycloak]}: the servers without the platform.
 * Properties of {@link EmbeddedConfig} are given to Java as {@code -Dkeelson.…=…}. A start leaves
 * the servers running.
 */
public final class EmbeddedServersMain {

  private static final Duration KEYCLOAK_PATIENCE = Duration.ofMinutes(4);

  private EmbeddedServersMain() {}

  /** Ends with 0, with 1 and the reason when a server fails, with 2 for a wrong call. */
  public static void main(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    int data = words.indexOf("--data");
    if (words.isEmpty() || data < 1 || data + 1 >= words.size()) {
      System.err.println("usage: start|stop|status --data DIR [--no-keycloak]");
      System.exit(2);
    }
    try {
      run(words.getFirst(), Path.of(words.get(data + 1)), !words.contains("--no-keycloak"));
      System.exit(0);
    } catch (EmbeddedServerException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String command, Path data, boolean keycloak) {
    switch (command) {
      case "start" -> start(data, keycloak);
      case "stop" -> EmbeddedServers.stop(data, EmbeddedServersMain::say);
      case "status" -> EmbeddedServers.status(data).forEach(EmbeddedServersMain::say);
      default ->
          throw new IllegalArgumentException(
              "command: %s (expected: start, stop or status)".formatted(command));
    }
  }

  private static void start(Path data, boolean keycloak) {
    EmbeddedConfig config =
        EmbeddedConfig.from(
                name ->
                    name.equals("keelson.data")
                        ? Optional.of(data.toString())
                        : Optional.ofNullable(System.getProperty(name)))
            .withKeycloak(keycloak)
            .withMigrating(true)
            .withLeaveRunning(true);
    try (EmbeddedServers servers =
        EmbeddedServers.start(config, EmbeddedServersMain::complain, EmbeddedServersMain::say)) {
      servers.awaitKeycloak(KEYCLOAK_PATIENCE);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static void complain(String reason) {
    System.err.println(reason);
  }
}
