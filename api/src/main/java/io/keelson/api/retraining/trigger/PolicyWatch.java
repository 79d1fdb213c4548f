package io.keelson.api.retraining.trigger;

import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.retraining.run.TriggerKind;
import io.keelson.api.retraining.run.TriggeredRuns;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.turns.DueRounds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks for what triggers policies, however many processes do: what is found is consumed, its run
 * made and the next look set in one transaction under the policy's row lock. Who dies meanwhile
 * leaves nothing, and the look is due again.
 */
@ApplicationScoped
public class PolicyWatch {
  /** How often data and alerts are looked for. */
  static final Duration EVERY = Duration.ofSeconds(30);

  private static final int MAX_MISSED = 1_000;
  private static final int MAX_SHOWN = 20;

  private final TenantDatabase database;
  private final TriggeredRuns runs;
  private final InstantSource clock;
  private final DueRounds rounds;

  public PolicyWatch(
      SystemDatabase system, TenantDatabase database, TriggeredRuns runs, InstantSource clock) {
    this.database = database;
    this.runs = runs;
    this.clock = clock;
    this.rounds =
        new DueRounds(
            system, database, clock, SystemUse.RETRAINING, "catalog.retraining_policy", this::look);
  }

  /** Begins to look at what is due, and does not wait for it. */
  public boolean begin() {
    return rounds.begin();
  }

  /** Looks at all that is due. */
  public void lookAtDue() {
    rounds.complete();
  }

  private void look(UUID tenantId, UUID policyId) {
    database.transact(
        tenantId,
        tx -> {
          PolicyRows.lockDue(tx, policyId, now()).ifPresent(policy -> look(tx, policy));
          return null;
        });
  }

  /** Interrupts what is at work: it is due still. */
  @PreDestroy
  public void close() {
    rounds.close();
  }

  private void look(Transaction tx, RetrainingPolicy policy) {
    if (!policy.spec().active()) {
      PolicyRows.looked(tx, policy.id(), null, null, policy.seenNumber());
      return;
    }
    RetrainingPolicy cooled = endOfCooldown(tx, policy);
    OffsetDateTime nextAt = schedule(tx, cooled);
    int seen = lasting(tx, cooled);
    OffsetDateTime dueAt = nextAt;
    if (cooled.spec().watches()) {
      OffsetDateTime soon = now().plus(EVERY);
      dueAt = nextAt != null && nextAt.isBefore(soon) ? nextAt : soon;
    }
    PolicyRows.looked(tx, policy.id(), nextAt, dueAt, seen);
  }

  /**
   * Data and alerts last, so that they wait while another run goes on or the policy cools down:
   * what is still new, or still fires, then triggers. Returns the number of the newest version that
   * was seen.
   */
  private int lasting(Transaction tx, RetrainingPolicy policy) {
    int seen = policy.seenNumber();
    if (policy.spec().onNewData() && !runs.isBusy(tx, policy)) {
      seen = newData(tx, policy);
    }
    if (policy.spec().alertRuleId() != null && !runs.isBusy(tx, policy)) {
      alerts(tx, policy);
    }
    return seen;
  }

  /** All instants that have come are one run; the next one is the first that is ahead. */
  private OffsetDateTime schedule(Transaction tx, RetrainingPolicy policy) {
    if (policy.nextAt() == null || policy.nextAt().isAfter(now())) {
      return policy.nextAt();
    }
    Instant latest = policy.nextAt().toInstant();
    int missed = 0;
    Optional<Instant> next = policy.schedule().orElseThrow().next(latest);
    while (next.isPresent() && !next.get().isAfter(clock.instant()) && missed < MAX_MISSED) {
      latest = next.get();
      missed++;
      next = policy.schedule().orElseThrow().next(latest);
    }
    if (missed == MAX_MISSED) {
      next = policy.schedule().orElseThrow().next(clock.instant());
    }
    runs.consume(
        tx,
        policy,
        TriggerKind.SCHEDULE,
        List.of(latest.toString()),
        new JsonObject()
            .put("instant", latest.toString())
            .put("cron", policy.spec().schedule().cron())
            .put("zone", policy.spec().schedule().zone())
            .put("missed", missed),
        Actor.PLATFORM);
    return next.map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC)).orElse(null);
  }

  /**
   * What was trained on meanwhile is not new. Returns the number of the newest version that was
   * seen.
   */
  private int newData(Transaction tx, RetrainingPolicy policy) {
    record Version(UUID id, int number) {}
    int known = Math.max(policy.seenNumber(), trainedOn(tx, policy));
    List<Version> fresh =
        tx.list(
            row -> new Version(row.getUUID("id"), row.getInteger("number")),
            """
            SELECT id, number
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND dataset_id = $2 AND number > $3 AND status = 'VALIDATED'
            ORDER BY number
            LIMIT $4
            """,
            tx.tenantId(),
            policy.spec().datasetId(),
            known,
            MAX_MISSED);
    if (fresh.isEmpty()) {
      return known;
    }
    JsonArray numbers = new JsonArray();
    fresh.stream().limit(MAX_SHOWN).forEach(version -> numbers.add(version.number()));
    runs.consume(
        tx,
        policy,
        TriggerKind.NEW_DATA,
        fresh.stream().map(version -> version.id().toString()).toList(),
        new JsonObject()
            .put("versions", numbers)
            .put("newest", fresh.getLast().number())
            .put("more", Math.max(0, fresh.size() - MAX_SHOWN)),
        Actor.PLATFORM);
    return fresh.getLast().number();
  }

  /** The number of the version that the policy last trained on; 0 for none. */
  private static int trainedOn(Transaction tx, RetrainingPolicy policy) {
    return tx.one(
            """
            SELECT v.number
            FROM catalog.retraining_run r
            JOIN catalog.dataset_version v
              ON v.tenant_id = r.tenant_id AND v.id = coalesce(r.source_version_id, r.training_version_id)
            WHERE r.tenant_id = $1 AND r.policy_id = $2 AND r.trained_at IS NOT NULL AND v.dataset_id = $3
            ORDER BY r.id DESC
            LIMIT 1
            """,
            tx.tenantId(),
            policy.id(),
            policy.spec().datasetId())
        .map(row -> row.getInteger("number"))
        .orElse(0);
  }

  private void alerts(Transaction tx, RetrainingPolicy policy) {
    Firing.of(tx, policy.spec().alertRuleId())
        .ifPresent(
            alert ->
                runs.consume(
                    tx,
                    policy,
                    TriggerKind.ALERT,
                    List.of(alert.id().toString()),
                    alert.evidence(),
                    Actor.PLATFORM));
  }

  /**
   * At its end the cooldown doubles and its alert triggers again, if that outlived the model. While
   * a run goes on it does not end: the run may put another model in place.
   */
  private RetrainingPolicy endOfCooldown(Transaction tx, RetrainingPolicy policy) {
    if (policy.cooldownUntil() == null || runs.isBusy(tx, policy)) {
      return policy;
    }
    Optional<Firing> outlived = Firing.outlived(tx, policy);
    int doublings =
        outlived.isPresent() ? Math.min(RetrainingPolicy.MAX_DOUBLINGS, policy.doublings() + 1) : 0;
    PolicyRows.cool(tx, policy.id(), null, doublings);
    RetrainingPolicy cooled = PolicyRows.lock(tx, policy.id());
    outlived.ifPresent(
        alert ->
            runs.consume(
                tx,
                cooled,
                TriggerKind.ALERT,
                List.of(alert.id() + "/" + policy.cooldownUntil().toInstant()),
                alert.evidence().put("outlived", true),
                Actor.PLATFORM));
    return cooled;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
