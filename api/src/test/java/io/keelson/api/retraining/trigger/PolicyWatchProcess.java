package io.keelson.api.retraining.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.retraining.run.TriggeredRuns;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Looks at policies in a process of its own, by a clock that runs fast, until it is killed. */
final class PolicyWatchProcess {
  private static final int CLOCK_RATE = 36_000;
  private static final String READY = "ready";

  private PolicyWatchProcess() {}

  /** Ten hours a second, alike in all processes. */
  static InstantSource clock(Instant from, long startMillis) {
    return () -> from.plusMillis((System.currentTimeMillis() - startMillis) * CLOCK_RATE);
  }

  /** Returns once it has looked at all that was due. */
  static Process start(TestDatabase database, Instant from, long startMillis) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PolicyWatchProcess.class.getName()));
    command.addAll(List.of(database.host(), "" + database.port(), database.name()));
    command.addAll(List.of(database.appUser(), database.appPassword()));
    command.addAll(List.of(database.systemUser(), database.systemPassword()));
    command.addAll(List.of(from.toString(), "" + startMillis));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); !READY.equals(line); line = said.readLine()) {
      assertThat(line).as("the process says that it has looked once").isNotNull();
    }
    Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
    return process;
  }

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    InstantSource clock = clock(Instant.parse(arguments[7]), Long.parseLong(arguments[8]));
    PolicyWatch watch =
        new PolicyWatch(
            new SystemDatabase(pool(vertx, arguments, arguments[5], arguments[6])),
            new TenantDatabase(pool(vertx, arguments, arguments[3], arguments[4]), null),
            new TriggeredRuns(clock),
            clock);
    watch.lookAtDue();
    System.out.println(READY);
    while (true) {
      watch.lookAtDue();
    }
  }

  private static Pool pool(Vertx vertx, String[] arguments, String user, String password) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(4))
        .connectingTo(
            new PgConnectOptions()
                .setHost(arguments[0])
                .setPort(Integer.parseInt(arguments[1]))
                .setDatabase(arguments[2])
                .setUser(user)
                .setPassword(password))
        .using(vertx)
        .build();
  }
}
