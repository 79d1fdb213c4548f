package io.keelson.api.retraining.run;

import io.keelson.api.retraining.policy.PolicyVersions;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Consumes what triggers a policy: each instant, version and alert once, in one transaction with
 * the run that comes of it. A trigger that comes at a bad time makes a run that is DECLINED at
 * once; of those a policy keeps the newest 1,000.
 */
@ApplicationScoped
public class TriggeredRuns {
  /** Of a policy, of those that were declined before they trained. */
  static final int MAX_UNTRAINED = 1_000;

  private final InstantSource clock;

  public TriggeredRuns(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param policy locked by this transaction
   * @param subjects the instants, versions or alerts; those that were consumed before are left out
   * @return the run; empty when all were consumed before
   * @throws Conflict for a call by hand that would be DECLINED at once: whoever calls is told, and
   *     leaves no row
   */
  public Optional<UUID> consume(
      Transaction tx,
      RetrainingPolicy policy,
      TriggerKind kind,
      List<String> subjects,
      JsonObject evidence,
      Actor by) {
    List<String> fresh =
        subjects.stream().filter(subject -> !isConsumed(tx, policy, kind, subject)).toList();
    if (fresh.isEmpty()) {
      return Optional.empty();
    }
    UUID id = Ids.next();
    Optional<String> refusal = refusal(tx, policy, kind);
    if (kind == TriggerKind.BY_HAND && refusal.isPresent()) {
      throw new Conflict("not retrained: " + refusal.get());
    }
    PolicyVersions.keep(tx, policy.id());
    insert(tx, id, policy, kind, evidence, by, refusal.orElse(null));
    for (String subject : fresh) {
      tx.update(
          """
          INSERT INTO catalog.retraining_trigger (tenant_id, policy_id, kind, subject, run_id, consumed_at)
          VALUES ($1, $2, $3, $4, $5, $6)
          """,
          tx.tenantId(),
          policy.id(),
          kind.name(),
          subject,
          id,
          now());
    }
    removeOld(tx, policy);
    return Optional.of(id);
  }

  /**
   * Of those that were declined untrained the oldest over 1,000, and old versions of the policy
   * that no run has any more.
   */
  private static void removeOld(Transaction tx, RetrainingPolicy policy) {
    tx.update(
        """
        DELETE FROM catalog.retraining_run
        WHERE tenant_id = $1 AND id = ANY (ARRAY(
          SELECT id
          FROM catalog.retraining_run
          WHERE tenant_id = $1 AND policy_id = $2 AND status = 'DECLINED' AND trained_at IS NULL
          ORDER BY id DESC
          OFFSET $3))
        """,
        tx.tenantId(),
        policy.id(),
        MAX_UNTRAINED);
    PolicyVersions.removeOld(tx, policy.id());
  }

  private static boolean isConsumed(
      Transaction tx, RetrainingPolicy policy, TriggerKind kind, String subject) {
    return tx.one(
            """
            SELECT 1 FROM catalog.retraining_trigger
            WHERE tenant_id = $1 AND policy_id = $2 AND kind = $3 AND subject = $4
            """,
            tx.tenantId(),
            policy.id(),
            kind.name(),
            subject)
        .isPresent();
  }

  /**
   * Whether another run of the policy goes on, or it cools down: nothing but a call triggers it.
   */
  public boolean isBusy(Transaction tx, RetrainingPolicy policy) {
    return goingOn(tx, policy).isPresent() || cools(policy);
  }

  private static Optional<String> goingOn(Transaction tx, RetrainingPolicy policy) {
    return tx.one(
            """
            SELECT status FROM catalog.retraining_run
            WHERE tenant_id = $1 AND policy_id = $2 AND ended_at IS NULL
            """,
            tx.tenantId(),
            policy.id())
        .map(row -> "another run of the policy is " + row.getString("status"));
  }

  private boolean cools(RetrainingPolicy policy) {
    return policy.cooldownUntil() != null && policy.cooldownUntil().isAfter(now());
  }

  private Optional<String> refusal(Transaction tx, RetrainingPolicy policy, TriggerKind kind) {
    Optional<String> running = goingOn(tx, policy);
    if (running.isPresent()) {
      return running;
    }
    if (cools(policy) && kind != TriggerKind.BY_HAND) {
      return Optional.of("the policy cools down until " + policy.cooldownUntil().toInstant());
    }
    long trainings = Breaker.trainings(tx, policy, now());
    return trainings < policy.spec().maxTrainings()
        ? Optional.empty()
        : Optional.of(
            "the breaker: %d trainings within %s (expected: less than %d); whoever sets the policy again counts anew"
                .formatted(trainings, policy.spec().period(), policy.spec().maxTrainings()));
  }

  private void insert(
      Transaction tx,
      UUID id,
      RetrainingPolicy policy,
      TriggerKind kind,
      JsonObject evidence,
      Actor by,
      String refusal) {
    RetrainingStatus status =
        refusal == null ? RetrainingStatus.TRIGGERED : RetrainingStatus.DECLINED;
    tx.update(
        """
        INSERT INTO catalog.retraining_run
          (tenant_id, id, project_id, policy_id, policy_version, acts_as, acts_as_kind, acts_as_id, key_id, kind, evidence,
           triggered_by, triggered_by_kind, triggered_by_id, status, reason, due_at, created_at, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """,
        tx.tenantId(),
        id,
        policy.projectId(),
        policy.id(),
        policy.version(),
        policy.setBy().label(),
        policy.setBy().kind().name(),
        policy.setBy().id(),
        policy.keyId(),
        kind.name(),
        evidence,
        by.label(),
        by.kind().name(),
        by.id(),
        status.name(),
        refusal,
        refusal == null ? now() : null,
        now(),
        refusal == null ? null : now());
    RunRows.changed(tx, id, RetrainingStatus.TRIGGERED, now());
    if (refusal != null) {
      RunRows.changed(tx, id, RetrainingStatus.DECLINED, now());
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
