package io.keelson.api.testing;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Alerts as the loop writes them. */
public final class StoredAlerts {
  private static final String PROFILE =
      """
      {"rows":400,"features":[{"name":"size","tensor":"features","column":0,
        "bins":{"kind":"numeric","edges":[1,2,3]},"counts":[100,100,100,100,0]}]}
      """;

  private StoredAlerts() {}

  /** One of the rule that fires, and goes on: the rule is not looked at any more. */
  public static String firing(TestEndpoints endpoints, UUID tenantId, String ruleId) {
    UUID id = Ids.next();
    UUID rule = GlobalId.decode("id", GraphTypes.ALERT_RULE, ruleId);
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              "UPDATE catalog.alert_rule SET next_check_at = now() + interval '1 year' WHERE tenant_id = $1 AND id = $2",
              tenantId,
              rule);
          return tx.update(
              """
              INSERT INTO catalog.alert
                (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, value)
              SELECT r.tenant_id, $3, r.id, r.project_id, 'FIRING', now(), now(), now(), 1
              FROM catalog.alert_rule r
              WHERE r.tenant_id = $1 AND r.id = $2
              """,
              tenantId,
              rule,
              id);
        });
    return GraphTypes.id(GraphTypes.ALERT, id);
  }

  private static void profile(Transaction tx, UUID modelVersionId) {
    tx.update(
        """
        INSERT INTO serving.reference_profile VALUES ($1, $2, $3, NULL, now())
        ON CONFLICT (tenant_id, model_version_id) DO UPDATE SET profile = excluded.profile, reason = NULL
        """,
        tx.tenantId(),
        modelVersionId,
        ReferenceProfile.fromJson(new JsonObject(PROFILE)).toJson());
  }

  /**
   * A window of an endpoint that is as its training was, but for inputs that training has not seen.
   *
   * @param unseen of its 1,000 rows that came with {@code colour}
   */
  public static void judged(
      TestEndpoints endpoints, UUID tenantId, UUID endpointId, UUID modelVersionId, long unseen) {
    endpoints.transact(
        tenantId,
        tx -> {
          profile(tx, modelVersionId);
          return tx.update(
              """
              INSERT INTO serving.drift_window
                (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, due_at, judged_at,
                 judged_rows, verdict, findings, unseen_rows, unseen_names)
              VALUES ($1, $2, $3, 3600, 1, $4, 1000, '{250,250,250,250,0}', NULL, now(), 1000, 'STABLE', $5, $6, '{"colour": 900}')
              """,
              tenantId,
              endpointId,
              OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS),
              modelVersionId,
              new JsonArray()
                  .add(new JsonObject().put("verdict", "STABLE").put("tests", new JsonArray())),
              unseen);
        });
  }

  /**
   * One of drift, with a window in which 90 of 100 rows are without {@code size}, as the evidence
   * of a retraining run.
   */
  public static void ofDrift(
      TestEndpoints endpoints, UUID tenantId, UUID projectId, UUID modelVersionId, UUID runId) {
    UUID rule = Ids.next();
    UUID alert = Ids.next();
    UUID endpoint = Ids.next();
    OffsetDateTime from = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.alert_rule
                (tenant_id, id, project_id, name, kind, endpoint_id, threshold, window_s, for_s, severity, next_check_at, created_at, created_by, created_by_kind)
              VALUES ($1, $2, $3, 'drift', 'DRIFT', $4, 0, 3600, 0, 'WARNING', now() + interval '1 year', now(), 'me', 'PERSON')
              """,
              tenantId,
              rule,
              projectId,
              endpoint);
          tx.update(
              """
              INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, value)
              VALUES ($1, $2, $3, $4, 'FIRING', now(), now(), now(), 1)
              """,
              tenantId,
              alert,
              rule,
              projectId);
          tx.update(
              "INSERT INTO catalog.alert_change VALUES ($1, $2, 1, 'FIRING', now(), 1, $3)",
              tenantId,
              alert,
              new JsonObject().put("from", from.toString()).put("revision", 1).encode());
          profile(tx, modelVersionId);
          tx.update(
              """
              INSERT INTO serving.drift_window
                (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, due_at, judged_at,
                 judged_rows, verdict, findings)
              VALUES ($1, $2, $3, 3600, 1, $4, 100, '{10,0,0,0,90}', NULL, now(), 100, 'DRIFTED', $5)
              """,
              tenantId,
              endpoint,
              from,
              modelVersionId,
              new JsonArray()
                  .add(new JsonObject().put("verdict", "DRIFTED").put("tests", new JsonArray())));
          return tx.update(
              "UPDATE catalog.retraining_run SET kind = 'ALERT', evidence = $3 WHERE tenant_id = $1 AND id = $2",
              tenantId,
              runId,
              new JsonObject().put("alertId", alert.toString()));
        });
  }
}
