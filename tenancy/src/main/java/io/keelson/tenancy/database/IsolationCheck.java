package io.keelson.tenancy.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses a start on a database whose walls have a hole. It reads the catalog only, which every
 * role may.
 */
public final class IsolationCheck {
  /** The roles that serve requests; what they may do beyond their policies is a hole. */
  private static final String SERVING_ROLES = "('keelson_app', 'keelson_system')";

  /** As PostgreSQL 18 writes what {@code tenancy.isolate} has told it. */
  private static final String TENANT_ONLY =
      "(tenant_id = ( SELECT (NULLIF(current_setting(''keelson.tenant''::text, true),"
          + " ''''::text))::uuid AS \"nullif\"))";

  /** Relations of ours and of whoever else has made some here. */
  private static final String RELATIONS =
      """
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
      """;

  private static final String HAS_TENANT =
      "EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'"
          + " AND NOT a.attisdropped)";

  /** A foreign table can have no policy at all. */
  private static final String UNFORCED_TABLES =
      """
      SELECT 'table ' || c.oid::regclass || ' has tenant_id but no forced row-level security with a policy'
      %s
      WHERE c.relkind IN ('r', 'p', 'f') AND %s
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                 AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
      """
          .formatted(RELATIONS, HAS_TENANT);

  /** A second policy widens the first: only the two that {@code tenancy} makes are known. */
  private static final String FOREIGN_POLICIES =
      """
      SELECT 'policy ' || p.polname || ' of ' || c.oid::regclass || ' is not what tenancy.isolate or tenancy.open_to_system makes: for '
        || array_to_string(ARRAY(SELECT coalesce(r.rolname, 'PUBLIC')
                                 FROM unnest(p.polroles) AS of_role (oid) LEFT JOIN pg_roles r ON r.oid = of_role.oid), ', ')
        || ', using ' || coalesce(pg_get_expr(p.polqual, p.polrelid), 'nothing')
        || ', with check ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'nothing')
      %s
      JOIN pg_policy p ON p.polrelid = c.oid
      WHERE NOT coalesce(
        p.polcmd = '*' AND p.polpermissive AND cardinality(p.polroles) = 1
        AND (
          (p.polname = 'tenant_isolation' AND p.polroles[1] = to_regrole('keelson_app')
            AND pg_get_expr(p.polqual, p.polrelid) = '%2$s'
            AND pg_get_expr(p.polwithcheck, p.polrelid) = '%2$s')
          OR (p.polname = 'system_access' AND p.polroles[1] = to_regrole('keelson_system')
            AND pg_get_expr(p.polqual, p.polrelid) = 'true'
            AND pg_get_expr(p.polwithcheck, p.polrelid) = 'true')), false)
      """
          .formatted(RELATIONS, TENANT_ONLY);

  private static final String POWERFUL_ROLES =
      """
      SELECT 'role ' || r.rolname || ' may bypass row-level security'
      FROM pg_roles r
      WHERE r.rolname IN %1$s AND (r.rolbypassrls OR r.rolsuper)
      UNION ALL
      SELECT 'role ' || r.rolname || ' may make roles or read the replication stream'
      FROM pg_roles r
      WHERE r.rolname IN %1$s AND (r.rolcreaterole OR r.rolreplication)
      UNION ALL
      SELECT 'role ' || r.rolname || ' owns ' || c.oid::regclass
      FROM pg_class c
      JOIN pg_roles r ON r.oid = c.relowner
      WHERE r.rolname IN %1$s
      """
          .formatted(SERVING_ROLES);

  /** A member inherits the grants of the role, or may become it. */
  private static final String MEMBERSHIPS =
      """
      SELECT 'role ' || member.rolname || ' is a member of ' || of_role.rolname
      FROM pg_auth_members m
      JOIN pg_roles member ON member.oid = m.member
      JOIN pg_roles of_role ON of_role.oid = m.roleid
      WHERE member.rolname IN %s
      """
          .formatted(SERVING_ROLES);

  /**
   * What it does is done as its owner, behind the policies. Months of the audit log are made and
   * dropped so, on purpose.
   */
  private static final String DEFINERS_FUNCTIONS =
      """
      SELECT 'function ' || f.oid::regprocedure || ' is SECURITY DEFINER and may be called by ' || r.rolname
      FROM pg_proc f
      JOIN pg_namespace n ON n.oid = f.pronamespace
      CROSS JOIN pg_roles r
      WHERE f.prosecdef
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND r.rolname IN %s
        AND has_function_privilege(r.oid, f.oid, 'EXECUTE')
        AND (n.nspname || '.' || f.proname, r.rolname::text) NOT IN (
          ('tenancy.make_audit_month', 'keelson_system'),
          ('tenancy.drop_audit_months', 'keelson_system'))
      """
          .formatted(SERVING_ROLES);

  /** A trigger's function asks nobody whether they may call it. */
  private static final String DEFINERS_TRIGGERS =
      """
      SELECT 'trigger ' || t.tgname || ' of ' || c.oid::regclass || ' calls ' || f.oid::regprocedure || ', which is SECURITY DEFINER'
      %s
      JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
      JOIN pg_proc f ON f.oid = t.tgfoid AND f.prosecdef
      """
          .formatted(RELATIONS);

  /** Rights given to a serving role, or to all, on whole relations and on columns. */
  private static final String GRANTS =
      """
      SELECT c.oid, c.relkind, %s AS has_tenant, coalesce(r.rolname, 'PUBLIC') AS grantee, acl.privilege_type
      %s
      CROSS JOIN LATERAL (
        SELECT * FROM aclexplode(c.relacl)
        UNION ALL
        SELECT x.* FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) AS x WHERE a.attrelid = c.oid
      ) AS acl
      LEFT JOIN pg_roles r ON r.oid = acl.grantee
      WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND (acl.grantee = 0 OR r.rolname IN %s)
      """
          .formatted(HAS_TENANT, RELATIONS, SERVING_ROLES);

  /**
   * Read as its owner, whom no policy binds: wherever a serving role may read it, and in our own
   * schemas before anybody may. What an extension shows is the server's.
   */
  private static final String OWNERS_VIEWS =
      """
      SELECT 'view ' || c.oid::regclass || ' is not security_invoker'
      %s
      WHERE c.relkind IN ('v', 'm')
        AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
        AND (n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
          OR EXISTS (SELECT 1 FROM (%s) AS g WHERE g.oid = c.oid))
        AND NOT EXISTS (
          SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      """
          .formatted(RELATIONS, GRANTS);

  /** Tables that belong to no tenant, and what is granted on them on purpose. */
  private static final String SHARED_TABLES =
      """
      VALUES
        ('billing.flyway_schema_history', 'keelson_app', 'SELECT'),
        ('catalog.flyway_schema_history', 'keelson_app', 'SELECT'),
        ('compute.flyway_schema_history', 'keelson_app', 'SELECT'),
        ('serving.flyway_schema_history', 'keelson_app', 'SELECT'),
        ('tenancy.flyway_schema_history', 'keelson_app', 'SELECT'),
        ('billing.price', 'keelson_app', 'SELECT'),
        ('tenancy.ended_session', 'keelson_system', 'SELECT'),
        ('tenancy.ended_session', 'keelson_system', 'INSERT'),
        ('tenancy.ended_session', 'keelson_system', 'DELETE'),
        ('tenancy.invited_address', 'keelson_app', 'SELECT'),
        ('tenancy.invited_address', 'keelson_app', 'INSERT'),
        ('tenancy.invited_address', 'keelson_app', 'UPDATE'),
        ('tenancy.invited_address', 'keelson_app', 'DELETE'),
        ('tenancy.socket_holder', 'keelson_app', 'SELECT'),
        ('tenancy.socket_holder', 'keelson_system', 'SELECT'),
        ('tenancy.socket_holder', 'keelson_system', 'INSERT'),
        ('tenancy.socket_holder', 'keelson_system', 'UPDATE'),
        ('tenancy.socket_holder', 'keelson_system', 'DELETE'),
        ('compute.holder', 'keelson_system', 'SELECT'),
        ('compute.holder', 'keelson_system', 'INSERT'),
        ('compute.holder', 'keelson_system', 'UPDATE'),
        ('compute.holder', 'keelson_system', 'DELETE')
      """;

  /** No policy stands in front of these. */
  private static final String OPEN_TABLES =
      """
      SELECT DISTINCT 'table ' || g.oid::regclass || ' has no tenant_id, and ' || g.grantee || ' may ' || g.privilege_type || ' it'
      FROM (%s) AS g
      WHERE g.relkind NOT IN ('v', 'm') AND NOT g.has_tenant
        AND (g.oid::regclass::text, g.grantee, g.privilege_type) NOT IN (%s)
      """
          .formatted(GRANTS, SHARED_TABLES);

  /** Row-level security does not look at these rights. */
  private static final String UNGUARDED_RIGHTS =
      """
      SELECT DISTINCT 'table ' || g.oid::regclass || ' may be reached past its policies: ' || g.grantee || ' has ' || g.privilege_type
      FROM (%s) AS g
      WHERE g.has_tenant AND g.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')
      """
          .formatted(GRANTS);

  private static final List<String> HOLES =
      List.of(
          UNFORCED_TABLES,
          FOREIGN_POLICIES,
          OWNERS_VIEWS,
          POWERFUL_ROLES,
          MEMBERSHIPS,
          DEFINERS_FUNCTIONS,
          DEFINERS_TRIGGERS,
          OPEN_TABLES,
          UNGUARDED_RIGHTS);

  private IsolationCheck() {}

  /**
   * @throws IllegalStateException naming every hole
   */
  public static void run(String jdbcUrl, String user, String password) {
    List<String> holes;
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
      holes = holes(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the isolation of tenants could not be checked", e);
    }
    if (!holes.isEmpty()) {
      throw new IllegalStateException("tenants are not isolated: " + String.join("; ", holes));
    }
  }

  /** A sentence for each hole. */
  static List<String> holes(Connection connection) throws SQLException {
    List<String> holes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(String.join("UNION ALL\n", HOLES) + "ORDER BY 1")) {
      while (rows.next()) {
        holes.add(rows.getString(1));
      }
    }
    return holes;
  }
}
