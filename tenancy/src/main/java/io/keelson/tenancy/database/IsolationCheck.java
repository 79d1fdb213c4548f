package io.keelson.tenancy.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Refuses a start on a database whose walls have a hole. */
public final class IsolationCheck {
  /**
   * A finding a line: a tenant table without forced row-level security, a role that could walk
   * around it.
   */
  private static final String HOLES =
      """
      SELECT 'table ' || c.oid::regclass || ' has tenant_id but no forced row-level security with a policy'
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                 AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
      UNION ALL
      SELECT 'view ' || c.oid::regclass || ' is not security_invoker'
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('v', 'm')
        AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
        AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
      UNION ALL
      SELECT 'role ' || r.rolname || ' may bypass row-level security'
      FROM pg_roles r
      WHERE r.rolname IN ('keelson_app', 'keelson_system') AND (r.rolbypassrls OR r.rolsuper)
      UNION ALL
      SELECT 'role ' || r.rolname || ' owns ' || c.oid::regclass
      FROM pg_class c
      JOIN pg_roles r ON r.oid = c.relowner
      WHERE r.rolname IN ('keelson_app', 'keelson_system')
      ORDER BY 1
      """;

  private IsolationCheck() {}

  /**
   * @throws IllegalStateException naming every hole
   */
  public static void run(String jdbcUrl, String user, String password) {
    List<String> holes = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(HOLES)) {
      while (rows.next()) {
        holes.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the isolation of tenants could not be checked", e);
    }
    if (!holes.isEmpty()) {
      throw new IllegalStateException("tenants are not isolated: " + String.join("; ", holes));
    }
  }
}
