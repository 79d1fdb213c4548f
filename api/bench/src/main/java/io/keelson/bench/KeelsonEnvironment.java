package io.keelson.bench;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the launcher wrote to {@code .keelson/env}. */
public record KeelsonEnvironment(Map<String, String> variables) {

  public static KeelsonEnvironment ofProcess() {
    return new KeelsonEnvironment(System.getenv());
  }

  /** Without a slash at the end. */
  public URI url() {
    return URI.create(required("KEELSON_URL").replaceFirst("/+$", ""));
  }

  public String apiKey() {
    return required("KEELSON_API_KEY");
  }

  public String tenant() {
    return required("KEELSON_TENANT");
  }

  /** The same platform, seen by the demo's second organisation. */
  public KeelsonEnvironment ofOtherTenant() {
    Map<String, String> others = new HashMap<>(variables);
    others.put("KEELSON_TENANT", required("KEELSON_OTHER_TENANT"));
    others.put("KEELSON_API_KEY", required("KEELSON_OTHER_API_KEY"));
    return new KeelsonEnvironment(others);
  }

  /** The owner's libpq URL. */
  public URI databaseUrl() {
    return URI.create(required("KEELSON_DB_URL"));
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  private String required(String name) {
    return get(name)
        .orElseThrow(
            () ->
                new CannotRun(
                    name
                        + " is not set: start the platform by ./keelson up --detach and run this by"
                        + " ./keelson bench"));
  }
}
