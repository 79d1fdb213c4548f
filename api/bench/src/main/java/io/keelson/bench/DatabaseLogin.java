package io.keelson.bench;

import io.keelson.bench.measure.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How to reach the platform's database as one of its roles. */
public record DatabaseLogin(String host, int port, String name, String user, String password) {

  public static DatabaseLogin owner(KeelsonEnvironment environment) {
    URI url = environment.databaseUrl();
    String[] credentials = url.getRawUserInfo().split(":", 2);
    return of(url, decoded(credentials[0]), decoded(credentials[1]));
  }

  /**
   * A role that the application itself connects as. Its password is one that was configured, or the
   * one that the platform made in its data folder.
   *
   * @param role {@code app} or {@code system}
   * @throws CannotRun when the password is not found
   */
  public static DatabaseLogin role(KeelsonEnvironment environment, Listener platform, String role)
      throws IOException {
    String variable = "KEELSON_DATABASE_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD";
    Optional<String> password = environment.get(variable);
    if (password.isEmpty()) {
      password = platform.setting("keelson.database." + role + "-password", variable);
    }
    if (password.isEmpty()) {
      password = generated(platform, "keelson-" + role + "-password");
    }
    String found =
        password.orElseThrow(
            () ->
                new CannotRun(
                    "the password of keelson_" + role + " is not found: set " + variable));
    return of(environment.databaseUrl(), "keelson_" + role, found);
  }

  /** A secret of the platform's data folder. */
  public static Optional<String> generated(Listener platform, String secret) {
    try {
      Optional<String> data = platform.setting("keelson.data", "KEELSON_DATA");
      if (data.isEmpty()) {
        return Optional.empty();
      }
      Path file = Path.of(data.get(), "secrets", secret);
      return Files.isReadable(file)
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables that libpq's programs read. */
  public Map<String, String> libpq() {
    return Map.of(
        "PGHOST", host,
        "PGPORT", Integer.toString(port),
        "PGDATABASE", name,
        "PGUSER", user,
        "PGPASSWORD", password);
  }

  private static DatabaseLogin of(URI url, String user, String password) {
    return new DatabaseLogin(
        url.getHost(), url.getPort(), url.getPath().substring(1), user, password);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "%s@%s:%d/%s".formatted(user, host, port, name);
  }
}
