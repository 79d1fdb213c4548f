package io.keelson.tenancy.testing;

import io.keelson.tenancy.embedded.EmbeddedConfig;
import io.keelson.tenancy.embedded.EmbeddedServers;
import io.keelson.tenancy.embedded.ServerAddresses;
import java.time.Duration;

/** The platform's own embedded servers in the build's folder, adopted by each test process. */
final class EmbeddedFleet implements Fleet {
  private static final Duration KEYCLOAK_PATIENCE = Duration.ofMinutes(5);
  private final TestFolder folder;
  private final EmbeddedServers servers;

  EmbeddedFleet(TestFolder folder) {
    this.folder = folder;
    EmbeddedConfig config =
        folder
            .configure(EmbeddedConfig.in(folder.path()))
            .withKeycloak(false)
            .withMigrating(true)
            .withDurable(false)
            .withLeaveRunning(true);
    this.servers = EmbeddedServers.start(config, TestServers::say, TestServers::say);
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave));
  }

  private void leave() {
    servers.close();
    folder.leave(() -> EmbeddedServers.stop(folder.path(), line -> {}));
  }

  @Override
  public ServerAddresses addresses() {
    return servers.addresses();
  }

  @Override
  public String superuserPassword() {
    return folder.secret("postgres-password");
  }

  @Override
  public String keycloakAdminPassword() {
    return folder.secret("keycloak-admin-password");
  }

  @Override
  public boolean alone() {
    return folder.alone();
  }

  @Override
  public void awaitKeycloak() {
    servers.startKeycloak();
    servers.awaitKeycloak(KEYCLOAK_PATIENCE);
  }
}
