package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.keelson.tenancy.tenant.Tenants;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DemoKeysIT {
  @Inject EnvFile env;
  @Inject DemoKeys keys;
  @Inject Tenants tenants;
  @Inject TenantDatabase database;
  @Inject KeelsonConfig config;

  @Test
  void aStartMakesNoKeysWhereThereAreSome() throws IOException {
    Path file = config.data().resolve("env");
    env.write(new StartupEvent());
    String before = Files.readString(file);
    Files.delete(file); // as the launcher does before each start

    env.write(new StartupEvent());

    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(keysOf("demo-owner")).isEqualTo(1);
  }

  @Test
  void aKeyThatDoesNotCountAnyMoreIsMadeAnew() throws IOException {
    Path kept = config.data().resolve("secrets").resolve("demo-key-other-viewer");
    String before = keys.secret(DemoIdentities.OTHER, Role.VIEWER);
    assertThat(Files.readString(kept)).isEqualTo(before);
    String ended = ApiKeySecret.generate().value();
    Files.writeString(kept, ended);
    String after = keys.secret(DemoIdentities.OTHER, Role.VIEWER);
    assertThat(after).isNotIn(before, ended);
    assertThat(keys.secret(DemoIdentities.OTHER, Role.VIEWER)).isEqualTo(after);
  }

  private long keysOf(String name) {
    UUID tenantId = tenants.bySlug(DemoIdentities.DEMO).orElseThrow().id();
    return database.transact(
        tenantId,
        tx ->
            tx.one(
                    "SELECT count(*) AS n FROM tenancy.api_key WHERE tenant_id = $1 AND name = $2",
                    tenantId,
                    name)
                .orElseThrow()
                .getLong("n"));
  }
}
