package io.keelson.api.main;

import io.keelson.tenancy.embedded.MailServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The proxy in front of the HTTP door, the mail server and the collector of traces, as the
 * properties that the framework is configured by. Without a list of trusted proxies nobody's
 * forwarding headers are believed.
 */
public final class FrameworkProperties {
  private FrameworkProperties() {}

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
    MailServer.from(property)
        .ifPresent(
            server -> {
              properties.put("quarkus.mailer.host", server.host());
              properties.put("quarkus.mailer.port", Integer.toString(server.port()));
              properties.put("quarkus.mailer.tls", Boolean.toString(server.tls()));
              properties.put("quarkus.mailer.start-tls", server.startTls().name());
              server.username().ifPresent(name -> properties.put("quarkus.mailer.username", name));
              server.password().ifPresent(word -> properties.put("quarkus.mailer.password", word));
            });
    return properties;
  }
}
