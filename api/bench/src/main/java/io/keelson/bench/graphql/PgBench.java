package io.keelson.bench.graphql;

import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The baseline: PostgreSQL's own load generator on the same transaction, as the application's role.
 */
public final class PgBench {
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String pgbench = Tool.find("pgbench", "postgresql-contrib");
  private final String psql = Tool.find("psql", "postgresql-client");
  private final DatabaseLogin owner;
  private final DatabaseLogin app;

  public PgBench(KeelsonEnvironment environment, Listener platform) throws IOException {
    this.owner = DatabaseLogin.owner(environment);
    this.app = DatabaseLogin.role(environment, platform, "app");
  }

  int port() {
    return owner.port();
  }

  /** What psql prints, as the owner. */
  public String queryAsOwner(String sql) {
    return query(owner, sql);
  }

  /** What the application's role is shown. */
  String queryAsApp(String sql) {
    return query(app, sql);
  }

  private String query(DatabaseLogin login, String sql) {
    return Tool.run(PATIENCE, login.libpq(), List.of(psql, "-XqtA", "-c", sql)).strip();
  }

  /** Transactions a second. */
  public double run(Path script, int clients, int seconds) {
    List<String> command =
        List.of(
            pgbench,
            "--no-vacuum",
            "--protocol=prepared",
            "--client=" + clients,
            "--jobs=1",
            "--time=" + seconds,
            "--file=" + script);
    String output = Tool.run(PATIENCE.plusSeconds(seconds), app.libpq(), command);
    Matcher tps = TPS.matcher(output);
    Matcher failed = FAILED.matcher(output);
    if (!tps.find() || (failed.find() && !failed.group(1).equals("0"))) {
      throw new IllegalStateException("pgbench saw failures:\n" + output);
    }
    return Double.parseDouble(tps.group(1));
  }
}
