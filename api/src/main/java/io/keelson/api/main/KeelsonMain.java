package io.keelson.api.main;

import io.keelson.compute.local.JobWalls;
import io.keelson.tenancy.database.IsolationCheck;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.embedded.EmbeddedConfig;
import io.keelson.tenancy.embedded.EmbeddedServers;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.object.TenantKeys;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts what is needed in order: the servers, the schemas, the check of the walls between tenants,
 * then the application. Any of them that fails stops the start with its reason and exit code 1.
 */
@QuarkusMain
public final class KeelsonMain {
  private static final long SERVERS_STOP_LIMIT_S = 60;

  private KeelsonMain() {}

  public static void main(String... arguments) {
    AtomicInteger exitCode = new AtomicInteger(1);
    CountDownLatch ended = new CountDownLatch(1);
    // On a signal the JVM ends as soon as its hooks have: this one gives the servers time to end.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> await(ended), "keelson-wait-for-servers"));
    if (arguments.length == 2 && arguments[0].equals("new-master-key")) {
      System.exit(makeMasterKey(Path.of(arguments[1])));
    }
    try {
      new ProductionCheck(KeelsonMain::property, KeelsonMain::sandboxObjection).run();
    } catch (IllegalStateException e) {
      ended.countDown();
      complain(e);
      System.exit(1);
    }
    try (EmbeddedServers servers =
        EmbeddedServers.start(
            EmbeddedConfig.from(KeelsonMain::property), KeelsonMain::giveUp, KeelsonMain::say)) {
      prepare(servers.addresses());
      exitCode.set(0);
      Quarkus.run(null, (code, failure) -> exitCode.set(exitCode(code, failure)), arguments);
    } catch (RuntimeException e) {
      exitCode.set(1);
      complain(e);
    } finally {
      ended.countDown();
    }
    System.exit(exitCode.get());
  }

  private static int makeMasterKey(Path file) {
    try {
      TenantKeys.newMasterKey(file);
      say("a new master key is in " + file + "; without it no object can be read");
      return 0;
    } catch (IllegalStateException e) {
      complain(e);
      return 1;
    }
  }

  private static Optional<String> sandboxObjection() {
    return JobWalls.objection(
        Path.of(property("keelson.data").orElse(".")).toAbsolutePath().normalize());
  }

  private static void await(CountDownLatch ended) {
    try {
      if (!ended.await(SERVERS_STOP_LIMIT_S, TimeUnit.SECONDS)) {
        System.err.println(
            "keelson: the servers do not end within %d s and are left"
                .formatted(SERVERS_STOP_LIMIT_S));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    FrontDoorProperties.of(KeelsonMain::property).forEach(System::setProperty);
    if (!isFrontDoor()) {
      System.setProperty("quarkus.http.host-enabled", "false");
    }
  }

  /** Only a process of the role {@code api} listens for HTTP: its routes are the API's. */
  private static boolean isFrontDoor() {
    return property("keelson.roles")
        .map(roles -> List.of(roles.strip().split("\\s*,\\s*")).contains("api"))
        .orElse(true);
  }

  private static int exitCode(int code, Throwable failure) {
    if (failure == null) {
      return code;
    }
    complain(failure);
    return 1;
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
