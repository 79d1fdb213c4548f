package io.keelson.api.main;

import io.keelson.tenancy.embedded.DatabaseTls;
import io.keelson.tenancy.embedded.ServerAddresses;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The servers' addresses as the properties that the application is configured by. */
public final class ServerProperties {
  private ServerProperties() {}

  public static Map<String, String> of(ServerAddresses servers) {
    String url =
        "postgresql://%s:%d/%s"
            .formatted(servers.databaseHost(), servers.databasePort(), servers.databaseName());
    Map<String, String> properties = new HashMap<>();
    properties.put("quarkus.datasource.reactive.url", url);
    properties.put("quarkus.datasource.username", servers.appUser());
    properties.put("quarkus.datasource.password", servers.appPassword());
    properties.put("quarkus.datasource.system.reactive.url", url);
    properties.put("quarkus.datasource.system.username", servers.systemUser());
    properties.put("quarkus.datasource.system.password", servers.systemPassword());
    protect(properties, "quarkus.datasource.reactive.", servers.databaseTls());
    protect(properties, "quarkus.datasource.system.reactive.", servers.databaseTls());
    properties.put("keelson.server.redis-url", servers.redisUrl());
    if (servers.keycloakUrl() == null) {
      properties.put("quarkus.oidc.tenant-enabled", "false");
    } else {
      properties.put("keelson.server.keycloak-url", servers.keycloakUrl());
      properties.put("quarkus.oidc.auth-server-url", servers.issuer());
      properties.put("quarkus.oidc.credentials.secret", servers.consoleSecret());
      properties.put("keelson.server.demo-password", servers.demoPassword());
      properties.put("keelson.sign-on.keycloak-url", servers.keycloakUrl());
      properties.put("keelson.sign-on.secret", servers.apiSecret());
    }
    properties.values().removeIf(Objects::isNull); // of an external server not everything is known
    return properties;
  }

  private static void protect(Map<String, String> properties, String pool, DatabaseTls tls) {
    properties.put(pool + "postgresql.ssl-mode", tls.mode().word());
    switch (tls.mode()) {
      case DISABLE -> {}
      case REQUIRE -> properties.put(pool + "trust-all", "true");
      case VERIFY_FULL -> {
        properties.put(pool + "trust-certificate-pem", "true");
        properties.put(
            pool + "trust-certificate-pem.certs", tls.authorities().orElseThrow().toString());
        properties.put(pool + "hostname-verification-algorithm", "HTTPS");
      }
    }
  }
}
