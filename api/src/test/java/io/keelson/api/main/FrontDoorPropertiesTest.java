package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrontDoorPropertiesTest {
  private static Map<String, String> of(Map<String, String> settings) {
    return FrontDoorProperties.of(name -> Optional.ofNullable(settings.get(name)));
  }

  @Test
  void withoutTrustedProxiesNobodyForwards() {
    assertThat(of(Map.of())).isEmpty();
    assertThat(of(Map.of("keelson.http.trusted-proxies", " "))).isEmpty();
  }

  @Test
  void onlyTheListedProxiesForward() {
    assertThat(of(Map.of("keelson.http.trusted-proxies", "10.0.0.1,10.1.0.0/16")))
        .containsEntry("quarkus.http.proxy.proxy-address-forwarding", "true")
        .containsEntry("quarkus.http.proxy.trusted-proxies", "10.0.0.1,10.1.0.0/16");
  }

  @Test
  void behindTlsCookiesAreSecureAndPeopleAreSentBackThroughTls() {
    assertThat(of(Map.of("keelson.http.url", "http://127.0.0.1:7080"))).isEmpty();
    assertThat(of(Map.of("keelson.http.url", "https://keelson.example")))
        .containsEntry("quarkus.oidc.authentication.cookie-force-secure", "true")
        .containsEntry("quarkus.oidc.authentication.force-redirect-https-scheme", "true");
  }

  @Test
  void spansAreMadeWhereSomethingCollectsThem() {
    assertThat(of(Map.of("keelson.traces.endpoint", "http://127.0.0.1:4317")))
        .containsEntry("quarkus.otel.sdk.disabled", "false")
        .containsEntry("quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:4317");
  }
}
