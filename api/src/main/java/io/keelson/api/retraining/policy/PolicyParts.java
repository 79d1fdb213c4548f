package io.keelson.api.retraining.policy;

import io.keelson.api.alert.rule.AlertRuleKind;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What a policy names: all of it is there, in the model's own project, and the caller may use it.
 */
@ApplicationScoped
public class PolicyParts {
  private final ProjectAccess access;
  private final Endpoints endpoints;

  public PolicyParts(ProjectAccess access, Endpoints endpoints) {
    this.access = access;
    this.endpoints = endpoints;
  }

  /**
   * @throws Invalid where it is scored on what it is trained on, or makes what it reads
   * @throws NotFound naming the first thing that is not there
   * @throws io.keelson.tenancy.failure.Forbidden naming the first permission that is lacking
   */
  void require(Transaction tx, Principal principal, UUID projectId, PolicySpec spec) {
    if (spec.datasetId().equals(spec.evaluationDatasetId())) {
      throw new Invalid(
          "input.evaluationDatasetId", "the same data set", "another one, that none trains on");
    }
    transform(tx, principal, projectId, spec);
    if (spec.suiteId() != null) {
      suite(tx, spec);
    }
    requireAll(
        tx,
        "SELECT count(*) AS found FROM catalog.dataset WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3)",
        projectId,
        List.of(spec.datasetId(), spec.evaluationDatasetId()),
        "data set");
    requireAll(
        tx,
        "SELECT count(*) AS found FROM catalog.experiment WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3)",
        projectId,
        List.of(spec.experimentId()),
        "experiment");
    if (spec.alertRuleId() != null || !spec.channelIds().isEmpty()) {
      access.require(principal, Permission.ALERT_READ, projectId, "alert rule");
    }
    if (spec.alertRuleId() != null) {
      access.require(
          principal, kindOf(tx, projectId, spec.alertRuleId()).reads(), projectId, "alert rule");
    }
    requireAll(
        tx,
        """
        SELECT count(*) AS found
        FROM catalog.alert_channel
        WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3) AND deleted_at IS NULL
        """,
        projectId,
        spec.channelIds().stream().distinct().toList(),
        "channel");
    if (spec.endpointId() != null) {
      access.require(principal, Permission.ENDPOINT_WRITE, projectId, "endpoint");
      if (!endpoints.in(tx).get(tx.tenantId(), spec.endpointId()).projectId().equals(projectId)) {
        throw new NotFound("endpoint");
      }
    }
  }

  private void transform(Transaction tx, Principal principal, UUID projectId, PolicySpec spec) {
    if (spec.transform() == null) {
      return;
    }
    UUID makes = spec.transform().datasetId();
    UUID labels = spec.transform().labelsDatasetId();
    if (makes.equals(spec.datasetId())
        || makes.equals(spec.evaluationDatasetId())
        || makes.equals(labels)) {
      throw new Invalid(
          "input.transform.datasetId",
          "a data set that the policy reads",
          "another one, for what the transform makes");
    }
    access.require(principal, Permission.DATASET_WRITE, projectId, "data set");
    requireAll(
        tx,
        "SELECT count(*) AS found FROM catalog.dataset WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3)",
        projectId,
        labels == null || labels.equals(makes) ? List.of(makes) : List.of(makes, labels),
        "data set");
  }

  private static void suite(Transaction tx, PolicySpec spec) {
    boolean isThere =
        tx.one(
                "SELECT 1 FROM catalog.expectation_suite WHERE tenant_id = $1 AND dataset_id = $2 AND id = $3",
                tx.tenantId(),
                spec.trainedDatasetId(),
                spec.suiteId())
            .isPresent();
    if (!isThere) {
      throw new NotFound("expectation suite of the data that is trained on");
    }
  }

  private static AlertRuleKind kindOf(Transaction tx, UUID projectId, UUID ruleId) {
    return tx.one(
            """
            SELECT kind
            FROM catalog.alert_rule
            WHERE tenant_id = $1 AND project_id = $2 AND id = $3 AND deleted_at IS NULL
            """,
            tx.tenantId(),
            projectId,
            ruleId)
        .map(row -> AlertRuleKind.valueOf(row.getString("kind")))
        .orElseThrow(() -> new NotFound("alert rule"));
  }

  private static void requireAll(
      Transaction tx, String sql, UUID projectId, List<UUID> ids, String what) {
    long found =
        tx.one(sql, tx.tenantId(), projectId, ids.toArray(UUID[]::new))
            .orElseThrow()
            .getLong("found");
    if (found != ids.size()) {
      throw new NotFound(what);
    }
  }

  /** The highest number of a VALIDATED version; 0 where there is none. */
  static int newest(Transaction tx, UUID datasetId) {
    return tx.one(
            """
            SELECT coalesce(max(number), 0) AS number
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND dataset_id = $2 AND status = 'VALIDATED'
            """,
            tx.tenantId(),
            datasetId)
        .orElseThrow()
        .getInteger("number");
  }
}
