package io.keelson.api.retraining.run;

import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moves runs between their states, each under its row's lock, and has the policy cool down. */
@ApplicationScoped
public class RunMoves {
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

  /**
   * Of those that wait for a person or a rollout, which tell them: this is for what is not told.
   */
  private static final Duration SELDOM = Duration.ofMinutes(1);

  /** Of what is a moment's work of somebody else. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private static final int MAX_REASON = 2_000;

  /** A run goes on from its trigger; its subject. */
  public static final String TRIGGERED = "RetrainingTriggered";

  /** A run is over; its subject. */
  public static final String ENDED = "RetrainingEnded";

  private final InstantSource clock;
  private final Outbox outbox;

  public RunMoves(InstantSource clock, Outbox outbox) {
    this.clock = clock;
    this.outbox = outbox;
  }

  /** To a state that goes on; the run is locked. */
  void move(Transaction tx, RetrainingRun run, RetrainingStatus next) {
    run.status().requireBecome(next);
    tx.update(
        """
        UPDATE catalog.retraining_run
        SET status = $3, waits_for = NULL, due_at = $4, version = version + 1,
          trained_at = CASE WHEN $3 = 'TRAINING' THEN $4 ELSE trained_at END
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        run.id(),
        next.name(),
        now());
    RunRows.changed(tx, run.id(), next, now());
    if (run.status() == RetrainingStatus.TRIGGERED) {
      publish(tx, TRIGGERED, run, next, null);
    }
  }

  /**
   * To a state in which it is over; the run is locked. One that a job has worked for, its
   * transform's or its training's, has its policy cool down.
   *
   * @param reason null where there is nothing to say
   */
  void end(Transaction tx, RetrainingRun run, RetrainingStatus next, String reason) {
    run.status().requireBecome(next);
    tx.update(
        """
        UPDATE catalog.retraining_run
        SET status = $3, reason = $4, waits_for = NULL, due_at = NULL, ended_at = coalesce(ended_at, $5),
          version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        run.id(),
        next.name(),
        cut(reason),
        now());
    RunRows.changed(tx, run.id(), next, now());
    if (!run.status().isOver()) {
      publish(tx, ENDED, run, next, reason);
    }
    boolean hasCost = run.trainedAt() != null || run.transformJobId() != null;
    if (hasCost && !run.status().isOver() && !run.spec().cooldown().isZero()) {
      RetrainingPolicy policy = PolicyRows.lock(tx, run.policyId());
      Duration cooldown = run.spec().cooldown().multipliedBy(1L << policy.doublings());
      PolicyRows.cool(tx, policy.id(), now().plus(cooldown), policy.doublings());
    }
  }

  private void publish(
      Transaction tx, String type, RetrainingRun run, RetrainingStatus status, String reason) {
    outbox.publish(
        tx,
        type,
        run.id(),
        new JsonObject()
            .put("projectId", run.projectId().toString())
            .put("modelId", PolicyRows.get(tx, run.policyId()).modelId().toString())
            .put("status", status.name())
            .put("reason", cut(reason))
            .put("startedBy", run.triggeredBy().json()));
  }

  /** It stays as it is until the next look. */
  void await(Transaction tx, RetrainingRun run, String waitsFor) {
    await(tx, run, waitsFor, interval(run.status()));
  }

  /** It goes on in a moment: others have heard of the same event, and are not done. */
  void awaitOthers(Transaction tx, RetrainingRun run) {
    await(tx, run, null, MOMENT);
  }

  private void await(Transaction tx, RetrainingRun run, String waitsFor, Duration time) {
    tx.update(
        """
        UPDATE catalog.retraining_run SET due_at = $4, waits_for = $5
        WHERE tenant_id = $1 AND id = $2 AND version = $3 AND ended_at IS NULL
        """,
        tx.tenantId(),
        run.id(),
        run.version(),
        now().plus(time),
        cut(waitsFor));
  }

  private static Duration interval(RetrainingStatus status) {
    boolean isTold =
        status == RetrainingStatus.AWAITING_APPROVAL || status == RetrainingStatus.CANARY;
    return isTold ? SELDOM : LOOK_INTERVAL;
  }

  static String cut(String reason) {
    if (reason == null) {
      return null;
    }
    String text = StoredText.of(reason);
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
  }

  OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
