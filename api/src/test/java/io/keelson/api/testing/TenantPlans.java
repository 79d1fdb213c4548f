package io.keelson.api.testing;

import io.keelson.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How the database carries a statement out for a tenant, behind row-level security. */
public record TenantPlans(TestDatabase database, UUID tenantId) {
  /**
   * A statement as people's requests carry it out.
   *
   * @param types of its parameters in brackets, or nothing where the database finds them
   * @param arguments literals for them, separated by commas
   */
  public record Prepared(String types, String sql, String arguments) {}

  /** The lines of the plan that is made for these arguments, with the rows that were read. */
  public List<String> forArguments(Prepared prepared) throws SQLException {
    return explain("force_custom_plan", prepared);
  }

  /** The lines of the plan that is kept for all arguments, with the rows that were read. */
  public List<String> kept(Prepared prepared) throws SQLException {
    return explain("force_generic_plan", prepared);
  }

  private List<String> explain(String mode, Prepared prepared) throws SQLException {
    try (Connection app =
            DriverManager.getConnection(
                database.jdbcUrl(), database.appUser(), database.appPassword());
        Statement statement = app.createStatement()) {
      app.setAutoCommit(false);
      statement.execute("SELECT set_config('keelson.tenant', '%s', true)".formatted(tenantId));
      statement.execute("SET plan_cache_mode = " + mode);
      statement.execute("PREPARE explained " + prepared.types() + " AS " + prepared.sql());
      List<String> plan = new ArrayList<>();
      try (ResultSet lines =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) EXECUTE explained("
                  + prepared.arguments()
                  + ")")) {
        while (lines.next()) {
          plan.add(lines.getString(1));
        }
      }
      app.rollback();
      return plan;
    }
  }
}
