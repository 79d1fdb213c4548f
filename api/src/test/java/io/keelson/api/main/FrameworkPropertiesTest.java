package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameworkPropertiesTest {
  private static Map<String, String> of(Map<String, String> settings) {
    return FrameworkProperties.of(name -> Optional.ofNullable(settings.get(name)));
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

  @Test
  void mailsGoToTheServerOfTheUrl() {
    assertThat(of(Map.of("keelson.mail.url", "smtp://keelson:s3cr3t@mail.example:25")))
        .containsEntry("quarkus.mailer.host", "mail.example")
        .containsEntry("quarkus.mailer.port", "25")
        .containsEntry("quarkus.mailer.tls", "false")
        .containsEntry("quarkus.mailer.start-tls", "REQUIRED")
        .containsEntry("quarkus.mailer.username", "keelson")
        .containsEntry("quarkus.mailer.password", "s3cr3t");
  }
}
