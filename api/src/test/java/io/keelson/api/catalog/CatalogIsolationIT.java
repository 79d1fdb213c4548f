package io.keelson.api.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.catalog.metric.MetricPoint;
import io.keelson.api.catalog.metric.RunMetrics.LogBatch;
import io.keelson.tenancy.database.IsolationCheck;
import io.keelson.tenancy.database.SystemUse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogIsolationIT {
  private static final String TABLES =
      """
      SELECT c.relname
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'catalog' AND c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
      ORDER BY 1
      """;

  private final CatalogFixture catalog = new CatalogFixture();

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void noTableShowsAnotherTenantsRowsWhenTheFilterIsLeftOut() {
    UUID project = catalog.project("wine").id();
    UUID version = catalog.openVersion(project);
    catalog.upload(version, "a.csv", "x\n1\n".getBytes(UTF_8));
    UUID experiment = catalog.experiment(project);
    UUID run =
        catalog
            .runs
            .create(
                catalog.caller,
                new NewRun(
                    experiment,
                    null,
                    List.of(new Tag("a", "1")),
                    List.of(new Tag("b", "2")),
                    null,
                    null))
            .id();
    catalog.metrics.logBatch(
        catalog.caller,
        new LogBatch(run, List.of(new MetricPoint("loss", 1, 1L, null)), null, null));
    List<String> tables = new ArrayList<>();
    catalog.database.read(catalog.tenantId, TABLES).forEach(row -> tables.add(row.getString(0)));

    assertThat(tables)
        .hasSizeGreaterThan(30)
        .contains("metric", "metric_07", "project", "artifact");
    long own = 0;
    for (String table : tables) {
      String sql = "SELECT count(*) AS rows FROM catalog." + table;
      own += catalog.database.read(catalog.tenantId, sql).iterator().next().getLong("rows");
      assertThat(
              catalog
                  .database
                  .read(catalog.stranger.tenantId(), sql)
                  .iterator()
                  .next()
                  .getLong("rows"))
          .as(table)
          .isZero();
    }
    assertThat(own).isGreaterThan(8);
  }

  @Test
  void theStartsCheckFindsNoHole() {
    var database = catalog.testDatabase();

    IsolationCheck.run(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }

  @Test
  void theSystemRoleSeesOnlyTheTablesOfItsUses() {
    List<String> open =
        catalog.system.transact(
            SystemUse.PROFILE_QUEUE,
            tx ->
                tx.list(
                    row -> row.getString("name"),
                    """
                    SELECT DISTINCT table_name::text AS name
                    FROM information_schema.role_column_grants
                    WHERE table_schema = 'catalog' AND grantee = 'keelson_system'
                    ORDER BY 1
                    """));

    assertThat(open)
        .containsExactly(
            "alert_lane",
            "alert_rule",
            "collector_backlog",
            "profile_task",
            "project_removal",
            "retraining_policy",
            "retraining_run",
            "storage_change",
            "storage_meter");
  }
}
