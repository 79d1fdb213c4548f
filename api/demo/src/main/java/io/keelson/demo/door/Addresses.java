package io.keelson.demo.door;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Where the platform's public doors are and what opens them, as {@code .keelson/env} names them.
 *
 * @param gatewayGrpc host and port of the inference gateway
 * @param password of every person of the demo organisations
 */
public record Addresses(
    URI url,
    URI gatewayUrl,
    String gatewayGrpc,
    URI keycloakUrl,
    String tenant,
    String user,
    String password,
    String apiKey,
    String viewerApiKey,
    String otherTenant,
    String otherApiKey) {

  private static final List<String> NAMES =
      List.of(
          "KEELSON_URL",
          "KEELSON_GATEWAY_URL",
          "KEELSON_GATEWAY_GRPC",
          "KEELSON_KEYCLOAK_URL",
          "KEELSON_TENANT",
          "KEELSON_USER",
          "KEELSON_PASSWORD",
          "KEELSON_API_KEY",
          "KEELSON_VIEWER_API_KEY",
          "KEELSON_OTHER_TENANT",
          "KEELSON_OTHER_API_KEY");

  /**
   * @throws IllegalArgumentException naming the variables that are missing
   */
  public static Addresses of(Map<String, String> environment) {
    List<String> missing =
        NAMES.stream().filter(name -> environment.getOrDefault(name, "").isBlank()).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "missing in the environment: " + String.join(", ", missing) + " (. .keelson/env)");
    }
    return new Addresses(
        URI.create(environment.get("KEELSON_URL")),
        URI.create(environment.get("KEELSON_GATEWAY_URL")),
        environment.get("KEELSON_GATEWAY_GRPC"),
        URI.create(environment.get("KEELSON_KEYCLOAK_URL")),
        environment.get("KEELSON_TENANT"),
        environment.get("KEELSON_USER"),
        environment.get("KEELSON_PASSWORD"),
        environment.get("KEELSON_API_KEY"),
        environment.get("KEELSON_VIEWER_API_KEY"),
        environment.get("KEELSON_OTHER_TENANT"),
        environment.get("KEELSON_OTHER_API_KEY"));
  }

  /** An address of the front door. */
  URI api(String path) {
    return URI.create(withoutSlash(url) + path);
  }

  /** An address of the inference gateway. */
  URI gateway(String path) {
    return URI.create(withoutSlash(gatewayUrl) + path);
  }

  URI keycloak(String path) {
    return URI.create(withoutSlash(keycloakUrl) + path);
  }

  private static String withoutSlash(URI address) {
    return address.toString().replaceFirst("/+$", "");
  }
}
