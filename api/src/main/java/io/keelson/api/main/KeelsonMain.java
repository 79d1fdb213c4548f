package io.keelson.api.main;

import io.keelson.tenancy.database.IsolationCheck;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.embedded.EmbeddedConfig;
import io.keelson.tenancy.embedded.EmbeddedServers;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import java.util.Optional;

/**
 * Starts what is needed in order: the servers, the schemas, the check of the walls between tenants,
 * then the application. Any of them that fails stops the start with its reason and exit code 1.
 */
@QuarkusMain
public final class KeelsonMain {
  private KeelsonMain() {}

  public static void main(String... arguments) {
    int exitCode = 1;
    try (EmbeddedServers servers =
        EmbeddedServers.start(
            EmbeddedConfig.from(KeelsonMain::property), KeelsonMain::giveUp, KeelsonMain::say)) {
      prepare(servers.addresses());
      Quarkus.run(null, (code, failure) -> reportEnd(code, failure), arguments);
      exitCode = 0;
    } catch (RuntimeException e) {
      complain(e);
    }
    System.exit(exitCode);
  }

  /** The reason for people, and with {@code keelson.debug} where it came from. */
  private static void complain(Throwable failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    System.err.println("keelson: " + (cause.getMessage() == null ? cause : cause.getMessage()));
    if (System.getProperty("keelson.debug") != null) {
      failure.printStackTrace();
    }
  }

  /** Migrates and publishes the addresses under the names that the application reads. */
  private static void prepare(ServerAddresses addresses) {
    Migrations.run(
        addresses.jdbcUrl(), addresses.ownerUser(), addresses.ownerPassword(), Migrations.ALL);
    IsolationCheck.run(addresses.jdbcUrl(), addresses.ownerUser(), addresses.ownerPassword());
    ServerProperties.of(addresses).forEach(System::setProperty);
  }

  private static void reportEnd(int code, Throwable failure) {
    if (failure != null) {
      complain(failure);
      System.exit(1);
    }
  }

  /** A server that cannot be kept up takes the platform down with it, with its reason. */
  private static void giveUp(String reason) {
    System.err.println("keelson: stopped: " + reason);
    Quarkus.asyncExit(1);
  }

  private static void say(String line) {
    System.out.println("keelson: " + line);
  }

  private static Optional<String> property(String name) {
    String environmentName = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(environmentName)));
  }
}
