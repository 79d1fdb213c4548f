package io.keelson.api.main;

import io.keelson.api.deployment.GatewayAddress;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.keelson.tenancy.embedded.EmbeddedConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the demo organisations and writes {@code <data>/env}, a file that a shell can source: where
 * the doors are, and how the demo's people and machines sign in. The owner of the database is none
 * of its business: {@code keelson migrate} writes {@code <data>/secrets/owner-env} where the server
 * is the platform's own.
 */
@ApplicationScoped
class EnvFile {
  private static final int BEFORE_THE_LOOPS = 400;
  private final KeelsonConfig config;
  private final DemoTenants demo;
  private final DemoKeys keys;
  private final GatewayAddress gateway;
  private final String redisUrl;
  private final Optional<String> keycloakUrl;
  private final Optional<String> demoPassword;

  EnvFile(
      KeelsonConfig config,
      DemoTenants demo,
      DemoKeys keys,
      GatewayAddress gateway,
      @ConfigProperty(name = "keelson.server.redis-url") String redisUrl,
      @ConfigProperty(name = "keelson.server.keycloak-url") Optional<String> keycloakUrl,
      @ConfigProperty(name = "keelson.server.demo-password") Optional<String> demoPassword) {
    this.config = config;
    this.demo = demo;
    this.keys = keys;
    this.gateway = gateway;
    this.redisUrl = redisUrl;
    this.keycloakUrl = keycloakUrl;
    this.demoPassword = demoPassword;
  }

  void write(@Observes @Priority(BEFORE_THE_LOOPS) StartupEvent start) {
    if (!config.demo().enabled() || !config.roles().contains("api")) {
      return;
    }
    demo.ensure();
    Path file = config.data().resolve("env");
    Map<String, String> now = new LinkedHashMap<>();
    now.put("KEELSON_URL", config.url());
    now.put("KEELSON_GATEWAY_URL", gateway.url());
    now.put("KEELSON_GATEWAY_GRPC", gateway.grpcTarget());
    now.put("KEELSON_MANAGEMENT_URL", "http://" + config.host() + ":" + config.management().port());
    now.put("KEELSON_REDIS_URL", redisUrl);
    keycloakUrl.ifPresent(url -> now.put("KEELSON_KEYCLOAK_URL", url));
    now.put("KEELSON_TENANT", DemoIdentities.DEMO);
    now.put("KEELSON_API_KEY", keys.secret(DemoIdentities.DEMO, Role.OWNER));
    now.put("KEELSON_USERS", String.join(" ", DemoIdentities.usernames()));
    now.put("KEELSON_USER", "engineer");
    demoPassword.ifPresent(password -> now.put("KEELSON_PASSWORD", password));
    now.put("KEELSON_VIEWER_API_KEY", keys.secret(DemoIdentities.DEMO, Role.VIEWER));
    now.put("KEELSON_OTHER_TENANT", DemoIdentities.OTHER);
    now.put("KEELSON_OTHER_API_KEY", keys.secret(DemoIdentities.OTHER, Role.OWNER));
    now.put("KEELSON_PID", Long.toString(ProcessHandle.current().pid()));
    replace(file, now);
  }

  /**
   * How to be the owner of the embedded server, for people. Where the server is somebody else's, a
   * process that serves finds nothing of its owner beside its own files.
   */
  static void ofOwner(EmbeddedConfig config, String ownerUrl) {
    Path file = config.data().resolve("secrets").resolve("owner-env");
    if (config.ownerUrl().isEmpty()) {
      replace(file, Map.of("KEELSON_DB_URL", ownerUrl));
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that a shell can source, for its owner alone; nobody sees half of it. */
  static void replace(Path file, Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) -> text.append(name).append("='").append(value).append("'\n"));
    try {
      Path next =
          Files.createTempFile(
              file.getParent(),
              "env",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
