package io.keelson.api.main;

import io.keelson.compute.BrokerSettings;
import io.keelson.compute.local.JobWalls;
import io.keelson.tenancy.database.IsolationCheck;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.database.SchemaCheck;
import io.keelson.tenancy.embedded.EmbeddedConfig;
import io.keelson.tenancy.embedded.EmbeddedServers;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.embedded.Setting;
import io.keelson.tenancy.object.TenantKeys;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts what is needed in order: the servers, the checks of the schemas and of the walls between
 * tenants, then the application. Any of them that fails stops the start with its reason and exit
 * code 1.
 */
@QuarkusMain
public final class KeelsonMain {
  private static final long SERVERS_STOP_LIMIT_S = 60;
  private static final AtomicReference<String> GIVEN_UP = new AtomicReference<>();

  private KeelsonMain() {}

  /**
   * Without a word it serves; {@code migrate} makes and migrates the database as its owner; {@code
   * new-master-key FILE} makes the key of a new installation.
   */
  public static void main(String... arguments) {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "migrate" -> System.exit(guarded(KeelsonMain::migrate));
      case "new-master-key" ->
          System.exit(guarded(() -> makeMasterKey(Path.of(arguments[arguments.length - 1]))));
      default -> serve(arguments);
    }
  }

  private static int guarded(Runnable work) {
    try {
      work.run();
      return 0;
    } catch (RuntimeException e) {
      complain(e);
      return 1;
    }
  }

  /** The only place that knows the owner; the servers stay up for the platform to adopt. */
  private static void migrate() {
    EmbeddedConfig config =
        EmbeddedConfig.from(Setting::property)
            .withKeycloak(false)
            .withMigrating(true)
            .withLeaveRunning(true);
    try (EmbeddedServers servers =
        EmbeddedServers.start(config, KeelsonMain::say, KeelsonMain::say)) {
      ServerAddresses addresses = servers.addresses();
      Migrations.run(
          addresses.jdbcUrl(), addresses.ownerUser(), addresses.ownerPassword(), Migrations.ALL);
      IsolationCheck.run(addresses.jdbcUrl(), addresses.ownerUser(), addresses.ownerPassword());
      EnvFile.ofOwner(config, addresses.ownerUrl());
      say("the database is migrated");
    }
  }

  private static void serve(String... arguments) {
    AtomicInteger exitCode = new AtomicInteger(1);
    CountDownLatch ended = new CountDownLatch(1);
    // On a signal the JVM ends as soon as its hooks have: this one gives the servers time to end.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> await(ended), "keelson-wait-for-servers"));
    try {
      refuseOwner();
      refuseBlankHosts();
      new ProductionCheck(Setting::property, KeelsonMain::sandboxObjection).run();
      try (EmbeddedServers servers =
          EmbeddedServers.start(
              EmbeddedConfig.from(Setting::property), KeelsonMain::giveUp, KeelsonMain::say)) {
        prepare(servers.addresses());
        exitCode.set(0);
        Quarkus.run(null, (code, failure) -> exitCode.set(exitCode(code, failure)), arguments);
      }
    } catch (RuntimeException e) {
      exitCode.set(1);
      complain(e);
    } finally {
      ended.countDown();
    }
    System.exit(exitCode.get());
  }

  private static void refuseOwner() {
    for (String name : List.of("keelson.database.owner-url", "keelson.database.url")) {
      if (Setting.property(name).isPresent()) {
        throw new IllegalStateException(
            name
                + ": set (expected: in the environment of ./keelson migrate alone, as keelson.database.owner-url; a process that serves gets keelson.database.app-url and keelson.database.system-url)");
      }
    }
  }

  /** The framework would listen on every address. */
  private static void refuseBlankHosts() {
    for (String name : List.of("keelson.host", "keelson.management.host")) {
      if (Setting.raw(name).filter(String::isBlank).isPresent()) {
        throw new IllegalStateException(
            name + ": blank (expected: an address, or no such setting)");
      }
    }
  }

  private static void makeMasterKey(Path file) {
    TenantKeys.newMasterKey(file);
    say("a new master key is in " + file + "; without it no object can be read");
  }

  /** Why jobs have no sandbox on this machine. */
  static Optional<String> sandboxObjection() {
    return JobWalls.objection(
        Path.of(Setting.property("keelson.data").orElse(".")).toAbsolutePath().normalize(),
        Setting.property("keelson.broker.first-uid")
            .map(KeelsonMain::account)
            .orElse(BrokerSettings.FIRST_UID));
  }

  private static int account(String number) {
    try {
      return Integer.parseInt(number.strip());
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "keelson.broker.first-uid: " + number + " (expected: a number of 1,000 or more)", e);
    }
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

  /** Checks the database and publishes the addresses under the names that the application reads. */
  private static void prepare(ServerAddresses addresses) {
    SchemaCheck.run(
        addresses.jdbcUrl(), addresses.appUser(), addresses.appPassword(), Migrations.ALL);
    IsolationCheck.run(addresses.jdbcUrl(), addresses.appUser(), addresses.appPassword());
    ServerProperties.of(addresses).forEach(System::setProperty);
    FrameworkProperties.of(Setting::property).forEach(System::setProperty);
    if (!isFrontDoor()) {
      System.setProperty("quarkus.http.host-enabled", "false");
    }
  }

  /** Only a process of the role {@code api} listens for HTTP: its routes are the API's. */
  private static boolean isFrontDoor() {
    return Setting.property("keelson.roles")
        .map(roles -> List.of(roles.strip().split("\\s*,\\s*")).contains("api"))
        .orElse(true);
  }

  private static int exitCode(int code, Throwable failure) {
    if (failure == null) {
      return code;
    }
    // The framework's own words around it say no more than that it did not start.
    complain(failure.getCause() == null ? failure : failure.getCause());
    return 1;
  }

  /** A server that cannot be kept up takes the platform down with it, with its reason. */
  private static void giveUp(String reason) {
    System.err.println("keelson: stopped: " + reason);
    GIVEN_UP.set(reason);
    Quarkus.asyncExit(1);
  }

  /** Why the platform ends; an exit that is asked for before the framework runs is lost on it. */
  static Optional<String> givenUp() {
    return Optional.ofNullable(GIVEN_UP.get());
  }

  private static void say(String line) {
    System.out.println("keelson: " + line);
  }
}
