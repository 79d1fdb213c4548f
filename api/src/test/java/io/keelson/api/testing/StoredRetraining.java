package io.keelson.api.testing;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/**
 * A policy whose run waits for a decision and is not looked at for a year, and one without runs.
 */
public final class StoredRetraining {
  private StoredRetraining() {}

  /**
   * Each of a model of its own; the global ids of {@code retrainingPolicy}, {@code retrainingRun}
   * and {@code idlePolicy}.
   */
  public static Map<String, Object> waiting(
      TestEndpoints endpoints, UUID tenantId, UUID projectId) {
    UUID policy = Ids.next();
    UUID idle = Ids.next();
    UUID run = Ids.next();
    endpoints.transact(
        tenantId,
        tx -> {
          policy(tx, projectId, idle, spec());
          JsonObject spec = spec();
          policy(tx, projectId, policy, spec);
          tx.update(
              "INSERT INTO catalog.retraining_policy_version VALUES ($1, $2, 1, $3)",
              tenantId,
              policy,
              spec);
          return tx.update(
              """
              INSERT INTO catalog.retraining_run
                (tenant_id, id, project_id, policy_id, policy_version, acts_as, acts_as_kind, acts_as_id, kind,
                 evidence, triggered_by, triggered_by_kind, status, due_at, created_at)
              VALUES ($1, $2, $3, $4, 1, 'engineer', 'PERSON', $4, 'SCHEDULE', '{}', 'platform', 'PLATFORM', 'AWAITING_APPROVAL', $5, now())
              """,
              tenantId,
              run,
              projectId,
              policy,
              OffsetDateTime.now(ZoneOffset.UTC).plusYears(1));
        });
    return Map.of(
        "retrainingPolicy",
        GraphTypes.id(GraphTypes.RETRAINING_POLICY, policy),
        "idlePolicy",
        GraphTypes.id(GraphTypes.RETRAINING_POLICY, idle),
        "retrainingRun",
        GraphTypes.id(GraphTypes.RETRAINING_RUN, run));
  }

  private static void policy(Transaction tx, UUID projectId, UUID policy, JsonObject spec) {
    tx.update(
        """
        INSERT INTO catalog.registered_model
          (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, last_number)
        VALUES ($1, $2, $3, $4, now(), 'engineer', 'PERSON', 0)
        """,
        tx.tenantId(),
        policy,
        projectId,
        "retrained " + policy);
    tx.update(
        """
        INSERT INTO catalog.retraining_policy
          (tenant_id, id, project_id, model_id, spec, seen_number, counted_from, set_at, set_by, set_by_kind,
           set_by_id)
        VALUES ($1, $2, $3, $2, $4, 0, now(), now(), 'engineer', 'PERSON', $2)
        """,
        tx.tenantId(),
        policy,
        projectId,
        spec);
  }

  /** As it is stored. */
  public static JsonObject spec() {
    return new JsonObject(
        """
        {"active":true,"onNewData":false,"datasetId":"%1$s","evaluationDatasetId":"%1$s","experimentId":"%1$s",
         "target":"label","parameters":{},"minNewRows":0,"maxCost":"1","maxPValue":0.05,"cooldown":"PT0S",
         "maxTrainings":4,"period":"PT24H","canary":[],"channelIds":[]}
        """
            .formatted(Ids.next()));
  }
}
