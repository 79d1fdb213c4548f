package io.keelson.api.testing;

import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.JobInput;
import io.keelson.serving.endpoint.Backend;
import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.endpoint.RevisionChanges;
import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.endpoint.TrafficChanges;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.Work;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

/** Endpoints as they are when a gateway has brought them up: no replica runs behind them. */
@ApplicationScoped
public class TestEndpoints {
  public static final Actor ENGINEER = new Actor(Principal.Kind.PERSON, Ids.next(), "engineer");

  private final TenantDatabase database;
  private final Rollouts rollouts;
  private final UsageLedger ledger;

  TestEndpoints(TenantDatabase database, Rollouts rollouts, UsageLedger ledger) {
    this.database = database;
    this.rollouts = rollouts;
    this.ledger = ledger;
  }

  /**
   * A revision of a model version, which need not exist, on its way.
   *
   * @param weight percent of the traffic; null for all of it
   */
  public Rollouts.Deployed deploy(
      UUID tenant, UUID projectId, String name, UUID modelVersionId, Integer weight) {
    return deploy(tenant, projectId, name, modelVersionId, weight, List.of());
  }

  /** Likewise, with files beside the model. */
  public Rollouts.Deployed deploy(
      UUID tenant,
      UUID projectId,
      String name,
      UUID modelVersionId,
      Integer weight,
      List<JobInput> beside) {
    List<JobInput> files = new ArrayList<>(beside);
    files.add(new JobInput("model.onnx", "sha256:" + "a".repeat(64), 1_000));
    DeploySpec spec =
        new DeploySpec(
            projectId,
            name,
            modelVersionId,
            "wine v1",
            files,
            null,
            Backend.DJL,
            1,
            2,
            weight,
            null,
            ENGINEER,
            null);
    return transact(tenant, tx -> rollouts.deploy(tx, Ids.next(), spec, version(tx, name)));
  }

  /** Null where there is no such endpoint yet. */
  private static Integer version(Transaction tx, String endpointName) {
    return tx.one(
            "SELECT version FROM serving.endpoint WHERE tenant_id = $1 AND name = $2",
            tx.tenantId(),
            endpointName)
        .map(row -> row.getInteger("version"))
        .orElse(null);
  }

  /** {@link #deploy}, and READY. */
  public Rollouts.Deployed serve(UUID tenant, UUID projectId, String name, Integer weight) {
    Rollouts.Deployed deployed = deploy(tenant, projectId, name, Ids.next(), weight);
    becomeReady(tenant, deployed);
    return deployed;
  }

  /** As the controller does when the replicas answer. */
  public void becomeReady(UUID tenant, Rollouts.Deployed deployed) {
    transact(
        tenant,
        tx -> {
          OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
          RevisionRows.lockEndpoint(tx, deployed.endpointId());
          move(tx, deployed.revisionId(), RevisionStatus.LOADING, now);
          move(tx, deployed.revisionId(), RevisionStatus.READY, now);
          TrafficChanges.joined(tx, RevisionRows.lock(tx, deployed.revisionId()), now);
          return null;
        });
  }

  /** A replica of it that is ready and answers, without which no rollout to it goes on. */
  public void answers(UUID tenant, Rollouts.Deployed deployed) {
    transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO serving.replica
                  (tenant_id, job_id, revision_id, slot, attempt, ready, created_at, ready_at)
                VALUES ($1, $2, $3, 0, 1, true, now(), now())
                """,
                tenant,
                Ids.next(),
                deployed.revisionId()));
  }

  private static void move(Transaction tx, UUID revision, RevisionStatus to, OffsetDateTime now) {
    RevisionChanges.move(tx, RevisionRows.lock(tx, revision), to, null, now);
  }

  /** A rollout that is over, with a piece of evidence; its id. */
  public UUID rolledBack(
      UUID tenant, UUID projectId, Rollouts.Deployed baseline, Rollouts.Deployed candidate) {
    UUID id = Ids.next();
    transact(
        tenant,
        tx -> {
          tx.update(
              """
              INSERT INTO serving.rollout
                (tenant_id, id, endpoint_id, project_id, baseline_id, candidate_id, status, weights, hold_s,
                 min_requests, alpha, pause_limit_s, step, step_since, reason, next_check_at, created_by,
                 created_by_kind, created_at, ended_at)
              VALUES ($1, $2, $3, $4, $5, $6, 'ROLLED_BACK', '{10}', '{60}', 100, 0.01, 3600, 1, now(), 'tried',
                now(), 'engineer', 'PERSON', now(), now())
              """,
              tenant,
              id,
              candidate.endpointId(),
              projectId,
              baseline.revisionId(),
              candidate.revisionId());
          return tx.update(
              """
              INSERT INTO serving.rollout_evidence
                (tenant_id, rollout_id, number, at, step, weight, baseline_requests, baseline_errors,
                 candidate_requests, candidate_errors, log_evidence, verdict)
              VALUES ($1, $2, 1, now(), 1, 10, 90, 1, 10, 5, 4.7, 'FAIL')
              """,
              tenant,
              id);
        });
    return id;
  }

  /** What a gateway counts in a minute: ten requests, one of which failed. */
  public void countTen(UUID tenant, Rollouts.Deployed deployed, OffsetDateTime minute) {
    transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO serving.traffic
                  (tenant_id, endpoint_id, minute, revision_id, instance_id, requests, errors,
                   latency_sum_us, latency_counts)
                VALUES ($1, $2, $3, $4, $5, 10, 1, 60000, '{10}')
                """,
                tenant,
                deployed.endpointId(),
                minute,
                deployed.revisionId(),
                Ids.next()));
  }

  /** A thousand answered requests on the ledger. */
  public void bill(UUID tenant, UUID projectId, UUID endpointId, OffsetDateTime from) {
    UsageEvent event =
        new UsageEvent(
            UsageEvent.id(Meter.INFERENCE_REQUESTS, endpointId, from),
            Meter.INFERENCE_REQUESTS,
            BigDecimal.valueOf(1_000),
            projectId,
            "wine",
            endpointId,
            from,
            from.plusMinutes(1),
            Map.of(UsageLabels.ENDPOINT, endpointId.toString()));
    transact(
        tenant,
        tx -> {
          ledger.record(tx, event);
          return null;
        });
  }

  /** Whatever the registry would have written. */
  public <T> T transact(UUID tenant, Work<T> work) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor.submit(() -> database.transact(tenant, work)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
