package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductionCheckTest {
  @TempDir Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private Optional<String> sandboxObjection = Optional.empty();

  @BeforeEach
  void configureRightly() throws IOException {
    settings.put("keelson.production", "true");
    settings.put("keelson.demo.enabled", "false");
    settings.put(
        "keelson.database.app-url",
        "postgresql://keelson_app:s3cr3t@db.example/keelson?sslmode=require");
    settings.put(
        "keelson.database.system-url",
        "postgresql://keelson_system:s3cr3t@db.example/keelson?sslmode=require");
    settings.put("keelson.redis.url", "rediss://:s3cr3t@redis.example:6379");
    settings.put("keelson.keycloak.url", "https://id.example");
    settings.put("keelson.keycloak.console-secret", "s3cr3t");
    settings.put(
        "keelson.objects.master-key-file",
        Files.writeString(folder.resolve("master.key"), "key").toString());
    settings.put("keelson.http.url", "https://keelson.example");
    settings.put("keelson.gateway.url", "https://models.keelson.example");
    settings.put("keelson.mail.url", "smtp://mail.example");
    settings.put("keelson.mail.from", "keelson@keelson.example");
  }

  private void check() {
    new ProductionCheck(name -> Optional.ofNullable(settings.get(name)), () -> sandboxObjection)
        .run();
  }

  private void assertRefused(String property) {
    assertThatThrownBy(this::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("keelson.production=true refuses to start:\n  " + property)
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void channelsOfAlertsLeadIntoNoPrivateNetwork() {
    settings.put("keelson.private-addresses", "true");
    assertRefused("keelson.private-addresses");
  }

  private void assertRefusedWithout(String property) {
    String value = settings.remove(property);
    assertRefused(property + ": missing (expected: ");
    settings.put(property, value);
  }

  @Test
  void aRightConfigurationStarts() {
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void outsideProductionEverythingStarts() {
    settings.clear();
    sandboxObjection = Optional.of("bubblewrap is missing");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void aSwitchThatIsNeitherTrueNorFalseIsRefusedByName() {
    for (String property :
        new String[] {
          "keelson.production",
          "keelson.demo.enabled",
          "keelson.broker.jobs-without-sandbox",
          "keelson.sign-up",
          "keelson.private-addresses"
        }) {
      for (String value : new String[] {"yes", "1", "on", "TRUE"}) {
        settings.clear();
        settings.put(property, value);
        assertThatThrownBy(this::check)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(property + ": " + value + " (expected: true or false)");
      }
    }
  }

  @Test
  void anIdentityProviderWithoutTlsIsRefused() {
    settings.put("keelson.keycloak.url", "http://id.example");
    assertRefused("keelson.keycloak.url: http://id.example (expected: https://");
    settings.put("keelson.roles", "broker");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void invitationsThatReachNobodyAreRefused() {
    assertRefusedWithout("keelson.mail.url");
    assertRefusedWithout("keelson.mail.from");
    settings.put("keelson.mail.url", "smtp://mail.example?starttls=optional");
    assertRefused("keelson.mail.url: starttls=optional (expected: starttls=required");
    settings.put("keelson.mail.url", "smtps://mail.example");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void demoDataIsRefused() {
    settings.put("keelson.demo.enabled", "true");
    assertRefused("keelson.demo.enabled: true (expected: false");
    settings.remove("keelson.demo.enabled");
    assertRefused("keelson.demo.enabled: true (expected: false");
  }

  @Test
  void generatedSecretsAreRefused() {
    for (String property :
        new String[] {
          "keelson.database.app-url",
          "keelson.database.system-url",
          "keelson.redis.url",
          "keelson.keycloak.url",
          "keelson.keycloak.console-secret",
          "keelson.objects.master-key-file"
        }) {
      assertRefusedWithout(property);
    }
  }

  @Test
  void aRedisWithoutPasswordIsRefused() {
    settings.put("keelson.redis.url", "redis://redis.example:6379");
    assertRefused("keelson.redis.url: no password (expected: ");
    for (String empty : new String[] {"", "@", ":@", "keelson:@"}) {
      settings.put("keelson.redis.url", "rediss://" + empty + "redis.example:6379");
      assertRefused("keelson.redis.url: no password (expected: ");
    }
  }

  @Test
  void aRedisPasswordDoesNotTravelInTheClear() {
    settings.put("keelson.redis.url", "redis://:s3cr3t@192.0.2.5:6379");
    assertRefused("keelson.redis.url: redis://192.0.2.5:6379 (expected: rediss://");
    for (String host : new String[] {"127.0.0.1", "[::1]"}) {
      settings.put("keelson.redis.url", "redis://:s3cr3t@" + host + ":6379");
      assertThatCode(this::check).doesNotThrowAnyException();
    }
  }

  @Test
  void aDatabasePasswordDoesNotTravelInTheClear() {
    for (String property :
        new String[] {"keelson.database.app-url", "keelson.database.system-url"}) {
      String right = settings.get(property);
      for (String end : new String[] {"", "?sslmode=disable"}) {
        settings.put(property, "postgresql://keelson:s3cr3t@192.0.2.5/keelson" + end);
        assertRefused(property + ": no TLS to 192.0.2.5 (expected: ?sslmode=");
        settings.put(property, "postgresql://keelson:s3cr3t@127.0.0.1:5432/keelson" + end);
        assertThatCode(this::check).doesNotThrowAnyException();
      }
      settings.put(property, right);
    }
  }

  @Test
  void aServersUrlThatCannotBeReadIsNamedWithoutItsPassword() {
    for (String property :
        new String[] {
          "keelson.redis.url", "keelson.database.app-url", "keelson.database.system-url"
        }) {
      String right = settings.get(property);
      settings.put(property, "redis://:s3cr3t with spaces@192.0.2.5");
      assertRefused(property + ": ");
      settings.put(property, right);
    }
    settings.put("keelson.redis.url", "http://:s3cr3t@192.0.2.5");
    assertRefused("keelson.redis.url: http, host 192.0.2.5 (expected: redis://");
    settings.put("keelson.redis.url", "rediss://:s3cr3t@192.0.2.5");
    settings.put(
        "keelson.database.app-url", "postgresql://keelson:s3cr3t@192.0.2.5/k?sslmode=prefer");
    assertRefused("keelson.database.app-url: sslmode prefer (expected: ");
  }

  @Test
  void aMasterKeyThatIsNotThereIsRefusedInsteadOfMade() {
    settings.put("keelson.objects.master-key-file", folder.resolve("absent").toString());
    assertRefused("keelson.objects.master-key-file: ");
  }

  @Test
  void aPublicUrlWithoutTlsIsRefused() {
    settings.put("keelson.http.url", "http://keelson.example");
    assertRefused("keelson.http.url: http://keelson.example (expected: https://");
    settings.put("keelson.http.url", "https://keelson.example");
    assertRefusedWithout("keelson.gateway.url");
  }

  @Test
  void aManagementPortThatOthersReachIsRefused() {
    settings.put("keelson.host", "0.0.0.0");
    assertRefused("keelson.host");
    settings.put("keelson.management.host", "0.0.0.0");
    assertRefused("keelson.management.host: 0.0.0.0");
    settings.put("keelson.management.host", "127.0.0.1");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void theFrameworksOwnAddressIsLookedAtToo() {
    settings.put("quarkus.management.host", "0.0.0.0");
    assertRefused("quarkus.management.host: 0.0.0.0");
  }

  @Test
  void whatIsBlankIsMissing() {
    for (String property :
        new String[] {"keelson.objects.master-key-file", "keelson.http.url", "keelson.redis.url"}) {
      String value = settings.put(property, " ");
      assertRefused(property + ": missing (expected: ");
      settings.put(property, value);
    }
  }

  @Test
  void jobsWithoutASandboxAreRefusedWhereJobsRun() {
    settings.put("keelson.broker.jobs-without-sandbox", "true");
    assertRefused("keelson.broker.jobs-without-sandbox: true");
    settings.remove("keelson.broker.jobs-without-sandbox");
    sandboxObjection = Optional.of("bubblewrap is missing");
    assertRefused("keelson.roles: api,broker,gateway");
    settings.put("keelson.roles", "api, gateway");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void aProcessIsAskedOnlyForWhatItsRolesNeed() {
    settings.put("keelson.roles", "broker");
    settings.remove("keelson.http.url");
    settings.remove("keelson.gateway.url");
    settings.keySet().removeIf(name -> name.contains("keycloak"));
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void allPropertiesAreNamedAtOnce() {
    settings.clear();
    settings.put("keelson.production", "true");
    settings.put("keelson.host", "0.0.0.0");
    settings.put("keelson.broker.jobs-without-sandbox", "true");
    assertThatThrownBy(this::check)
        .hasMessageContainingAll(
            "keelson.demo.enabled",
            "keelson.database.app-url",
            "keelson.database.system-url",
            "keelson.redis.url",
            "keelson.keycloak.url",
            "keelson.keycloak.console-secret",
            "keelson.objects.master-key-file",
            "keelson.http.url",
            "keelson.gateway.url",
            "keelson.host",
            "keelson.broker.jobs-without-sandbox");
  }
}
