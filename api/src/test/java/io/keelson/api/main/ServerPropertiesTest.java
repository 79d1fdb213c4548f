package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.embedded.DatabaseTls;
import io.keelson.tenancy.embedded.ServerAddresses;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerPropertiesTest {
  private static Map<String, String> of(DatabaseTls tls) {
    return ServerProperties.of(
        new ServerAddresses(
            "db.example",
            5432,
            "keelson",
            tls,
            Optional.of(new ServerAddresses.Owner("owner", "owners-secret")),
            "keelson_app",
            "app-secret",
            "keelson_system",
            "system-secret",
            "redis://one:6379",
            null,
            null,
            null));
  }

  @Test
  void bothPoolsVerifyTheServersNameAndAuthority() {
    Map<String, String> properties =
        of(new DatabaseTls(DatabaseTls.Mode.VERIFY_FULL, Optional.of(Path.of("/ca.pem"))));
    for (String pool :
        new String[] {"quarkus.datasource.reactive.", "quarkus.datasource.system.reactive."}) {
      assertThat(properties)
          .containsEntry(pool + "postgresql.ssl-mode", "verify-full")
          .containsEntry(pool + "trust-certificate-pem", "true")
          .containsEntry(pool + "trust-certificate-pem.certs", "/ca.pem")
          .containsEntry(pool + "hostname-verification-algorithm", "HTTPS");
    }
  }

  @Test
  void theOwnerIsInNoProperty() {
    assertThat(of(DatabaseTls.NONE).values())
        .noneMatch(value -> value.contains("owner"))
        .contains("app-secret", "system-secret");
  }
}
