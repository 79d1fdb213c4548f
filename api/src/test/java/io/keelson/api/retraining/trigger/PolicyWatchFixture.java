package io.keelson.api.retraining.trigger;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.retraining.run.TriggeredRuns;
import io.keelson.api.testing.StoredRetraining;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Policies of a project of their own, looked at by a clock that stands still. */
abstract class PolicyWatchFixture {
  CatalogFixture fixture;
  PolicyWatch watch;
  UUID projectId;
  final UUID datasetId = Ids.next();
  final UUID ruleId = Ids.next();

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    watch = watch(new TriggeredRuns(fixture.clock));
    projectId = fixture.project("retrained").id();
    owner(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ('%s', 'wine', 'Wine', now())"
            .formatted(fixture.tenantId));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  PolicyWatch watch(TriggeredRuns runs) {
    return new PolicyWatch(fixture.system, fixture.database, runs, fixture.clock);
  }

  void owner(String sql) {
    try {
      fixture.asOwner(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Due at this clock's noon, and looked at then. */
  UUID policy(JsonObject more) {
    UUID id = Ids.next();
    JsonObject spec = StoredRetraining.spec().put("datasetId", datasetId.toString()).mergeIn(more);
    owner(
        """
        INSERT INTO catalog.registered_model
          (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, last_number)
        VALUES ('%1$s', '%2$s', '%3$s', 'wine %2$s', '%4$s', 'me', 'PERSON', 0);
        INSERT INTO catalog.retraining_policy
          (tenant_id, id, project_id, model_id, spec, next_at, due_at, seen_number, counted_from, set_at, set_by,
           set_by_kind, set_by_id)
        VALUES ('%1$s', '%2$s', '%3$s', '%2$s', '%5$s', %6$s, '%4$s', 0, '%4$s', '%4$s', 'me', 'PERSON', '%2$s')
        """
            .formatted(
                fixture.tenantId,
                id,
                projectId,
                fixture.now(),
                spec.encode(),
                spec.containsKey("cron") ? "'" + fixture.now() + "'" : "NULL"));
    return id;
  }

  static JsonObject hourly() {
    return new JsonObject().put("cron", "0 * * * *").put("zone", "Europe/Berlin");
  }

  List<String> runs(UUID policyId) {
    return fixture.database.transact(
        fixture.tenantId,
        tx ->
            tx.list(
                row -> row.getString("kind") + " " + row.getString("status"),
                """
                SELECT kind, status FROM catalog.retraining_run
                WHERE tenant_id = $1 AND policy_id = $2
                ORDER BY id
                """,
                tx.tenantId(),
                policyId));
  }

  void over(UUID policyId, String status, boolean trained) {
    owner(
        """
        UPDATE catalog.retraining_run
        SET status = '%s', due_at = NULL, ended_at = '%s', trained_at = %s
        WHERE policy_id = '%s' AND ended_at IS NULL
        """
            .formatted(
                status, fixture.now(), trained ? "'" + fixture.now() + "'" : "NULL", policyId));
  }

  void version(int number, String status) {
    owner(
        """
        INSERT INTO catalog.dataset (tenant_id, id, project_id, name, created_at, created_by, created_by_kind)
        VALUES ('%1$s', '%2$s', '%3$s', 'wine', now(), 'me', 'PERSON') ON CONFLICT DO NOTHING;
        INSERT INTO catalog.dataset_version
          (tenant_id, id, project_id, dataset_id, number, status, digest, size_bytes, files, created_at, created_by,
           created_by_kind, sealed_at)
        VALUES ('%1$s', '%4$s', '%3$s', '%2$s', %5$d, '%6$s', 'sha256:%7$s', 1, 1, now(), 'me', 'PERSON', now())
        """
            .formatted(
                fixture.tenantId,
                datasetId,
                projectId,
                Ids.next(),
                number,
                status,
                "a".repeat(64)));
  }

  void alert(String status) {
    alert("JOB_FAILURE", status);
  }

  void alert(String kind, String status) {
    owner(
        """
        INSERT INTO catalog.alert_rule
          (tenant_id, id, project_id, name, kind, threshold, window_s, for_s, severity, next_check_at, created_at,
           created_by, created_by_kind)
        VALUES ('%1$s', '%2$s', '%3$s', 'drift', '%5$s', 0, 60, 0, 'WARNING', now(), now(), 'me', 'PERSON');
        INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, value)
        VALUES ('%1$s', '%2$s', '%2$s', '%3$s', '%4$s', now(), now(), now(), 0.24)
        """
            .formatted(fixture.tenantId, ruleId, projectId, status, kind));
  }

  int doublings() {
    return (int) fixture.count("SELECT doublings FROM catalog.retraining_policy");
  }

  void cools(Duration cooldown) {
    owner(
        "UPDATE catalog.retraining_policy SET cooldown_until = '%s'"
            .formatted(fixture.now().plus(cooldown)));
  }
}
