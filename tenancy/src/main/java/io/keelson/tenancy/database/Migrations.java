package io.keelson.tenancy.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * Brings the schemas of the modules up to date, each with a history table of its own, as the owner
 * role.
 */
public final class Migrations {
  /** Every schema, in the order of the arrows between the modules. */
  public static final List<String> ALL =
      List.of("tenancy", "billing", "compute", "serving", "catalog");

  private Migrations() {}

  /**
   * @param schemas names of schemas; their scripts are the class path's {@code db/<schema>/V*.sql},
   *     and a schema whose scripts are not on the class path is left out
   */
  public static void run(String jdbcUrl, String user, String password, List<String> schemas) {
    for (String schema : schemas) {
      if (!SchemaCheck.isHere(schema)) {
        continue;
      }
      Flyway.configure()
          .dataSource(jdbcUrl, user, password)
          .schemas(schema)
          .defaultSchema(schema)
          .locations("classpath:db/" + schema)
          .validateMigrationNaming(true)
          // A branch that was begun earlier may be merged later: its scripts have lower numbers.
          .outOfOrder(true)
          .connectRetries(10)
          .load()
          .migrate();
    }
    letServersRead(jdbcUrl, user, password, schemas);
  }

  /** Which scripts have run: a process that serves looks whether they are the ones it needs. */
  private static void letServersRead(
      String jdbcUrl, String user, String password, List<String> schemas) {
    try (Connection owner = DriverManager.getConnection(jdbcUrl, user, password);
        Statement statement = owner.createStatement()) {
      for (String schema : schemas) {
        if (SchemaCheck.isHere(schema)) {
          statement.execute(
              "GRANT SELECT (version, success) ON %s.flyway_schema_history TO keelson_app"
                  .formatted(schema));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the history of the schemas cannot be shown", e);
    }
  }
}
