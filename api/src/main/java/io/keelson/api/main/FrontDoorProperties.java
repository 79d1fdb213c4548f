package io.keelson.api.main;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands in front of the HTTP door and what collects traces, as the properties that the
 * framework is configured by. Without a list of trusted proxies nobody's forwarding headers are
 * believed.
 */
public final class FrontDoorProperties {
  private FrontDoorProperties() {}

  /**
   * @param property the operator's settings
   */
  public static Map<String, String> of(Function<String, Optional<String>> property) {
    Map<String, String> properties = new HashMap<>();
    property
        .apply("keelson.http.trusted-proxies")
        .filter(list -> !list.isBlank())
        .ifPresent(
            list -> {
              properties.put("quarkus.http.proxy.proxy-address-forwarding", "true");
              properties.put("quarkus.http.proxy.allow-x-forwarded", "true");
              properties.put("quarkus.http.proxy.trusted-proxies", list);
            });
    if (property.apply("keelson.http.url").filter(url -> url.startsWith("https://")).isPresent()) {
      properties.put("quarkus.oidc.authentication.cookie-force-secure", "true");
      properties.put("quarkus.oidc.authentication.force-redirect-https-scheme", "true");
    }
    property
        .apply("keelson.traces.endpoint")
        .filter(endpoint -> !endpoint.isBlank())
        .ifPresent(
            endpoint -> {
              properties.put("quarkus.otel.sdk.disabled", "false");
              properties.put("quarkus.otel.exporter.otlp.endpoint", endpoint);
            });
    return properties;
  }
}
