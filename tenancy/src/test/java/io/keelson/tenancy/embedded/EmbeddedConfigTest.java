package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedConfigTest {

  @Test
  void theStandardPortsAreThoseOfTheArchitecture() {
    EmbeddedConfig config = EmbeddedConfig.in(Path.of("data"));

    assertThat(config.postgresPort()).isEqualTo(7432);
    assertThat(config.redisPort()).isEqualTo(7379);
    assertThat(config.keycloakPort()).isEqualTo(7180);
    assertThat(config.consoleUrls()).contains("http://127.0.0.1:7080", "http://localhost:7080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "many", ""})
  void aPortOutOfBoundsIsNamedWithItsProperty(String port) {
    assertThatThrownBy(() -> config(Map.of("keelson.data", "d", "keelson.redis.port", port)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keelson.redis.port: %s (expected: a port, 1 to 65535)".formatted(port));
  }

  @Test
  void keycloakReachesTheFrontDoorWhereItListensOnThisMachine() {
    assertThat(config(Map.of("keelson.data", "d")).apiUrl()).isEqualTo("http://127.0.0.1:7080");
    assertThat(
            config(Map.of("keelson.data", "d", "keelson.host", "0.0.0.0", "keelson.http.port", "8"))
                .apiUrl())
        .isEqualTo("http://127.0.0.1:8");
    assertThat(config(Map.of("keelson.data", "d", "keelson.host", "10.0.0.7")).apiUrl())
        .isEqualTo("http://10.0.0.7:7080");
  }

  @Test
  void aMissingDataFolderIsNamed() {
    assertThatThrownBy(() -> config(Map.of())).hasMessageContaining("keelson.data: missing");
  }

  @Test
  void aTakenPortIsNamedWithTheServerAndThePropertyThatMovesIt() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();

      assertThatThrownBy(() -> Ports.requireFree("PostgreSQL", port, "keelson.postgres.port"))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContainingAll(
              "port " + port, "127.0.0.1", "PostgreSQL", "keelson.postgres.port");
    }
  }

  @Test
  void anExternalDatabaseIsReadFromItsUrl() {
    ExternalDatabase database =
        ExternalDatabase.parse(
            "p", URI.create("postgresql://ow%40ner:p%2Fw+d@db.example:6432/prod"));

    assertThat(database)
        .isEqualTo(
            new ExternalDatabase("db.example", 6432, "prod", "ow@ner", "p/w+d", DatabaseTls.NONE));
    assertThat(database.toString()).doesNotContain("p/w+d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mysql://o:secret@h/d", "postgresql://o@h/d", "postgresql://o:secret@h/", "x"})
  void aDatabaseUrlThatLacksAPartIsRefusedWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> ExternalDatabase.parse("p", URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("p: ")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keelson.database.owner-url",
        "keelson.database.app-url",
        "keelson.database.system-url",
        "keelson.redis.url",
        "keelson.keycloak.url"
      })
  void aUrlThatCannotBeReadIsRefusedWithoutRepeatingThePassword(String property) {
    Map<String, String> properties =
        Map.of("keelson.data", "d", property, "postgresql://o:sec%ret^@h/d");

    assertThatThrownBy(() -> config(properties))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(property + ": ")
        .hasMessageNotContaining("sec%ret")
        .hasNoCause();
  }

  @Test
  void anExternalDatabaseIsNamedByBothOfItsServingLogins() {
    assertThatThrownBy(
            () ->
                config(Map.of("keelson.data", "d", "keelson.database.app-url", "postgresql://h/d")))
        .hasMessageStartingWith("keelson.database.system-url: missing");
    assertThatThrownBy(
            () ->
                config(
                    Map.of("keelson.data", "d", "keelson.database.owner-url", "postgresql://h/d")))
        .hasMessageStartingWith("keelson.database.app-url: missing");
  }

  @Test
  void aLoginOfAnotherRoleIsRefused() {
    ExternalDatabase owner =
        ExternalDatabase.parse("p", URI.create("postgresql://keelson_owner:word@h/d"));
    assertThatThrownBy(() -> owner.as("keelson_app", "p"))
        .hasMessage("p: user keelson_owner (expected: keelson_app)");
  }

  private static EmbeddedConfig config(Map<String, String> properties) {
    return EmbeddedConfig.from(name -> Optional.ofNullable(properties.get(name)));
  }
}
