package io.keelson.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.TenantPlans;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.ScopeFilter;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the lists over a whole tenant are read, behind row-level security and with plans kept. */
class ListPlansIT {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID PROJECT = UUID.fromString("00000000-0000-7000-8000-00000000000a");
  private static TestDatabase database;

  private enum State {
    RUNNING,
    QUEUED
  }

  @BeforeAll
  static void fill() throws SQLException {
    database = TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new));
    try (Connection owner =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        Statement statement = owner.createStatement()) {
      Rows.dropConstraints(owner);
      for (String sql : ROWS.strip().split(";\n")) {
        statement.execute(sql.formatted(TENANT, PROJECT));
      }
      statement.execute("ANALYZE");
    }
  }

  /**
   * Twenty thousand rows of each kind, half of them the tenant's, and of those a tenth in the
   * project.
   */
  private static final String ROWS =
      """
      CREATE TEMP TABLE made AS
      SELECT i, CASE WHEN i %% 2 = 0 THEN '%1$s'::uuid ELSE md5((i %% 19)::text)::uuid END AS tenant_id,
        uuidv7(make_interval(secs => i)) AS id,
        CASE WHEN i %% 20 = 0 THEN '%2$s'::uuid ELSE gen_random_uuid() END AS project_id
      FROM generate_series(1, 20000) AS i;
      INSERT INTO catalog.dataset (tenant_id, id, project_id, name, created_by, created_at)
      SELECT tenant_id, id, project_id, 'd' || i, 'x', now() FROM made;
      INSERT INTO catalog.registered_model (tenant_id, id, project_id, name, created_by, created_at)
      SELECT tenant_id, id, project_id, 'm' || i, 'x', now() FROM made;
      INSERT INTO catalog.run (tenant_id, id, project_id, experiment_id, name, status, created_by, created_at)
      SELECT tenant_id, id, project_id, project_id, 'r' || i, CASE WHEN i %% 500 = 0 THEN 'RUNNING' ELSE 'FINISHED' END,
        'x', now() FROM made;
      INSERT INTO catalog.model_version (tenant_id, id, project_id, model_id, number, status, format, digest, size_bytes,
        run_id, author, created_at)
      SELECT tenant_id, id, project_id, id, i, CASE WHEN i %% 500 = 0 THEN 'REGISTERED' ELSE 'APPROVED' END, 'ONNX',
        'sha256:' || repeat('0', 64), 1, id, 'x', now() FROM made;
      INSERT INTO compute.job (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs,
        cpu_millis, memory_bytes, max_seconds, submitted_by, submitted_at)
      SELECT tenant_id, id, project_id, 'j' || i, 'TASK', CASE WHEN i %% 500 = 0 THEN 'RUNNING' ELSE 'SUCCEEDED' END,
        '{}', '{}', '{}', '[]', 1, 1, 1, 'x', now() FROM made;
      INSERT INTO billing.usage_event (tenant_id, id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at,
        labels, unit_price, currency, amount, recorded_at)
      SELECT tenant_id, id, CASE WHEN i %% 500 = 0 THEN 'inference.requests' ELSE 'job.cpu_seconds' END, 1, 'x', project_id,
        'disk' || i %% 500, id, now(), now(), jsonb_build_object('runId', 'r' || i, 'jobId', 'j' || i, 'endpointId', 'e' || i),
        1, 'EUR', 1, now() FROM made;
      INSERT INTO tenancy.audit_entry (tenant_id, id, at, actor, action, outcome)
      SELECT tenant_id, id, now() + make_interval(secs => i * 100), 'x', 'y', 'DONE' FROM made;
      INSERT INTO tenancy.api_key (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at,
        revoked_at)
      SELECT tenant_id, id, 'k' || i, 'p', int8send(i), '{}', '{}', 'x', now(), CASE WHEN i %% 500 <> 0 THEN now() END
      FROM made;
      INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_by, created_at)
      SELECT tenant_id, id, project_id, 'e' || i, 'x', now() FROM made
      """;

  @AfterAll
  static void drop() {
    database.close();
  }

  private static String plan(String select, Set<UUID> projects, Set<State> states)
      throws SQLException {
    NewestFirst.Statement list =
        new NewestFirst(select, "").page(TENANT, projects, states, 101, null);
    return plan(list.sql(), list.params());
  }

  private static String plan(String sql, Object[] params) throws SQLException {
    String literals =
        Arrays.stream(params).map(ListPlansIT::literal).collect(Collectors.joining(", "));
    return String.join(
        "\n", new TenantPlans(database, TENANT).kept(new TenantPlans.Prepared("", sql, literals)));
  }

  private static String literal(Object param) {
    return param instanceof Object[] items
        ? Arrays.stream(items).map(Object::toString).collect(Collectors.joining(",", "'{", "}'"))
        : "'" + param + "'";
  }

  /** With a column that no index holds, as the lists have: an index alone never answers them. */
  private static final List<String> LISTS =
      List.of(
          "SELECT id, project_id, created_at FROM catalog.dataset WHERE tenant_id = $1",
          "SELECT id, project_id, created_at FROM catalog.registered_model WHERE tenant_id = $1",
          "SELECT id, project_id, created_at FROM catalog.run WHERE tenant_id = $1 AND archived_at IS NULL",
          "SELECT id, project_id, created_at FROM catalog.model_version WHERE tenant_id = $1 AND status = 'REGISTERED'",
          "SELECT id, project_id, created_at FROM serving.endpoint WHERE tenant_id = $1");

  @Test
  void aListOfTheWholeTenantGoesDownAnIndexAndSortsNothing() throws SQLException {
    for (String list : LISTS) {
      String plan = plan(list, null, Set.of());
      assertThat(plan).as(list).contains("Index").doesNotContain("Sort", "Seq Scan", "Bitmap");
    }
  }

  @Test
  void aListOfSomeProjectsReadsAPageOfEach() throws SQLException {
    for (String list : LISTS) {
      String plan = plan(list, Set.of(PROJECT), Set.of());
      assertThat(plan)
          .as(list)
          .contains("Nested Loop", "Index")
          .doesNotContain("Seq Scan", "Bitmap", "Hash Join");
    }
  }

  @Test
  void aListByStateReadsAPageOfEachState() throws SQLException {
    for (String list :
        List.of(
            "SELECT id, project_id, status FROM catalog.run WHERE tenant_id = $1 AND archived_at IS NULL",
            "SELECT id, project_id, status FROM compute.job WHERE tenant_id = $1 AND kind = 'TASK'")) {
      String plan = plan(list, null, EnumSet.allOf(State.class));
      assertThat(plan)
          .as(list)
          .containsPattern("run_by_status|task_by_status")
          .doesNotContain("Seq Scan", "Bitmap", "Rows Removed by Filter");
    }
  }

  @Test
  void linesOfTheLedgerAreReadByWhatTheyAreOf() throws SQLException {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    Period period = new Period(now.minusDays(31), now.plusDays(1));
    Map<UsageScope, String> scopes =
        Map.of(
            new UsageScope.Labelled("runId", "r2"),
            "usage_event_by_run",
            new UsageScope.Labelled("jobId", "j2"),
            "usage_event_by_job",
            new UsageScope.Labelled("endpointId", "e2"),
            "usage_event_by_endpoint",
            new UsageScope.OfResource("disk2"),
            "usage_event_by_resource");
    for (var scope : scopes.entrySet()) {
      ScopeFilter filter = new ScopeFilter(TENANT, scope.getKey(), period);
      String sql =
          "SELECT id FROM billing.usage_event WHERE "
              + filter.sql()
              + " ORDER BY from_at DESC, id DESC LIMIT "
              + filter.param(101);
      assertThat(plan(sql, filter.params())).as("%s", scope).contains(scope.getValue());
    }
  }

  /** As {@code ApiKeyLists} asks for keys in force. */
  @Test
  void keysInForceAreReadPastThoseThatWereRevoked() throws SQLException {
    String plan =
        plan(
            """
            SELECT id, name
            FROM tenancy.api_key k
            WHERE k.tenant_id = $1::uuid AND k.id < $2::uuid
              AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3::timestamptz)
            ORDER BY k.id DESC
            LIMIT $4::int
            """,
            new Object[] {TENANT, new UUID(-1, -1), OffsetDateTime.now(ZoneOffset.UTC), 101});
    assertThat(plan)
        .contains("api_key_not_revoked")
        .doesNotContain("Sort", "Seq Scan", "Bitmap", "Rows Removed by Filter");
  }

  /** As {@code AuditLog} asks through Hibernate. */
  @Test
  void theAuditLogIsSearchedByItsKeyInEachMonth() throws SQLException {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    String plan =
        plan(
            """
            SELECT id, at, actor
            FROM tenancy.audit_entry
            WHERE tenant_id = $1 AND at >= $2 AND at <= $3 AND (at < $3 OR id < $4)
            ORDER BY at DESC, id DESC
            LIMIT 101
            """,
            new Object[] {TENANT, now.minusDays(2), now.plusDays(40), new UUID(0, 0)});
    assertThat(plan).containsPattern("Index Scan .*audit_entry_\\d{4}_\\d{2}_pkey");
    assertThat(plan.lines().filter(line -> line.contains("Seq Scan")))
        .as("only months with nothing in them are read otherwise: %s", plan)
        .allMatch(line -> line.contains("rows=0.00") || line.contains("never executed"));
  }
}
