package io.keelson.serving.rollout;

import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.endpoint.TrafficChanges;
import io.keelson.serving.watch.canary.CanaryTests;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What people and the controller do to rollouts. Each locks the endpoint first, then the rollout,
 * then revisions. Callers authorise before they call.
 */
@ApplicationScoped
public class RolloutChanges {
  private static final int ALL = 100;
  private static final String BUT_IT_MUST_NOT =
      "; the baseline is not started again, %s; what serves goes on";

  private final Rollouts traffic;
  private final RevisionGate gate;
  private final Outbox outbox;
  private final ServingSignals signals;
  private final InstantSource clock;

  public RolloutChanges(
      Rollouts traffic,
      RevisionGate gate,
      Outbox outbox,
      LiveSignals signals,
      InstantSource clock) {
    this.traffic = traffic;
    this.gate = gate;
    this.outbox = outbox;
    this.signals = new ServingSignals(signals);
    this.clock = clock;
  }

  /**
   * Begins as PENDING; its first step comes as soon as the candidate is READY.
   *
   * @param id the new rollout's
   * @param expectedVersion the endpoint's
   * @param given what it leaves out is as the endpoint's {@link RolloutPolicy} says now
   * @throws Invalid naming what is out of bounds, or {@code input.steps} where there are none
   * @throws NotFound where there is no such endpoint, or no such revision of it
   * @throws Conflict when the endpoint has another version, a rollout is under way, no single
   *     revision has all of the traffic, the candidate has ended or would take all of it, or
   *     another revision is on its way: it would take over in the middle; or the candidate may not
   *     be brought there any more, see {@link RevisionGate}
   */
  public void start(Transaction tx, UUID id, NewRollout given, int expectedVersion, Actor by) {
    NewRollout wanted = given.filled(RolloutPolicies.of(tx, given.endpointId()));
    Endpoint endpoint = RevisionRows.lockEndpoint(tx, wanted.endpointId());
    if (endpoint.version() != expectedVersion) {
      throw new Conflict(
          "endpoint has version " + endpoint.version() + " (expected: " + expectedVersion + ")");
    }
    Revision candidate = RevisionRows.lock(tx, wanted.candidateId());
    if (!candidate.endpointId().equals(endpoint.id())) {
      throw new NotFound("revision");
    }
    requireWaiting(candidate);
    requireAllowed(tx, candidate);
    for (Revision other : RevisionRows.lockLive(tx, endpoint.id())) {
      if (other.status() != RevisionStatus.READY && !other.id().equals(candidate.id())) {
        throw new Conflict(
            "revision %d is %s (expected: no other revision on its way)"
                .formatted(other.number(), other.status()));
      }
    }
    List<Revision> serving =
        RevisionRows.lockReady(tx, endpoint.id()).stream().filter(one -> one.weight() > 0).toList();
    if (serving.size() != 1 || serving.getFirst().id().equals(candidate.id())) {
      throw new Conflict(
          "%d revisions have traffic (expected: one other than the candidate has all of it)"
              .formatted(serving.size()));
    }
    try {
      RolloutRows.insert(tx, id, endpoint.projectId(), serving.getFirst().id(), wanted, by, now());
    } catch (UniqueViolation e) {
      throw new Conflict("a rollout is under way at this endpoint");
    }
    changed(tx, endpoint.id());
  }

  private void requireAllowed(Transaction tx, Revision candidate) {
    gate.refusal(tx, candidate)
        .ifPresent(
            why -> {
              throw new Conflict(why);
            });
  }

  private static void requireWaiting(Revision candidate) {
    boolean waits =
        switch (candidate.status()) {
          case PENDING, LOADING, READY ->
              candidate.requestedWeight() != null && candidate.requestedWeight() == 0;
          case DRAINING, STOPPED, FAILED -> false;
        };
    if (!waits || candidate.weight() > 0) {
      throw new Conflict(
          "revision %d is %s, deployed with the weight %s (expected: READY or on its way, with the weight 0)"
              .formatted(
                  candidate.number(),
                  candidate.status(),
                  candidate.requestedWeight() == null ? ALL : candidate.requestedWeight()));
    }
  }

  /**
   * The share stays as it is, for as long as the rollout's pause may last.
   *
   * @throws Conflict when it has another version, or is not STEPPING
   */
  public Rollout pause(Transaction tx, UUID id, int expectedVersion) {
    Rollout rollout = lockExpected(tx, id, expectedVersion, RolloutStatus.STEPPING);
    RolloutRows.paused(tx, rollout, RolloutPause.ASKED_FOR, now());
    publish(tx, "RolloutPaused", rollout, null, null);
    changed(tx, rollout.endpointId());
    return rollout;
  }

  /**
   * The step goes on, with the time that it has had. One that was paused for its refusals is not
   * paused for them again.
   *
   * @throws Conflict when it has another version, or is not PAUSED
   */
  public Rollout resume(Transaction tx, UUID id, int expectedVersion) {
    Rollout rollout = lockExpected(tx, id, expectedVersion, RolloutStatus.PAUSED);
    if (rollout.pause() == RolloutPause.REFUSALS) {
      RolloutRows.refusalsKnown(tx, rollout);
    }
    RolloutRows.goOn(tx, rollout, now());
    changed(tx, rollout.endpointId());
    return rollout;
  }

  /**
   * Moves the end of a pause, which is a rollback, and keeps who did so and what was counted by
   * then with the evidence.
   *
   * @param by 10 minutes to 7 days; all in all a pause lasts 14 days at most
   * @throws Invalid naming {@code input.by} when it is out of bounds
   * @throws Conflict when it has another version, or is not PAUSED
   */
  public Rollout extendPause(Transaction tx, UUID id, int expectedVersion, Duration by, Actor who) {
    RolloutBounds.checkExtension(by);
    Rollout rollout = lockExpected(tx, id, expectedVersion, RolloutStatus.PAUSED);
    OffsetDateTime until = rollout.pausedUntil().plus(by);
    OffsetDateTime latest = rollout.pausedSince().plus(RolloutBounds.LONGEST_PAUSE);
    if (until.isAfter(latest)) {
      throw new Invalid("input.by", by, "a pause that ends by " + latest);
    }
    Map<Integer, StepCounts> counts = CountRows.counts(tx, id);
    StepCounts current = counts.getOrDefault(rollout.step(), StepCounts.NONE);
    CanaryTests.Findings findings = StepCounts.judge(rollout, counts);
    Verdict verdict = Decision.paused(rollout, current, findings);
    EvidenceRows.keepExtension(tx, rollout, current, findings, verdict, until, who, now());
    RolloutRows.extended(tx, rollout, until);
    changed(tx, rollout.endpointId());
    return rollout;
  }

  /**
   * The candidate gets everything at once, whatever the steps.
   *
   * @throws Conflict when it has another version, has ended, the candidate has no traffic yet, or
   *     it may not be brought there any more
   */
  public Rollout promote(Transaction tx, UUID id, int expectedVersion) {
    Rollout rollout =
        lockExpected(tx, id, expectedVersion, RolloutStatus.STEPPING, RolloutStatus.PAUSED);
    requireAllowed(tx, RevisionRows.lock(tx, rollout.candidateId()));
    promoted(tx, rollout, null);
    return rollout;
  }

  /**
   * The baseline gets everything back at once.
   *
   * @param reason what is kept as why
   * @throws Conflict when it has another version, or has ended
   */
  public Rollout abort(
      Transaction tx, UUID id, int expectedVersion, String reason, Actor by, String traceparent) {
    Rollout rollout =
        lockExpected(
            tx,
            id,
            expectedVersion,
            RolloutStatus.PENDING,
            RolloutStatus.STEPPING,
            RolloutStatus.PAUSED);
    rolledBack(tx, rollout, reason, by, traceparent);
    return rollout;
  }

  /**
   * Rolls back all of the tenant that are under way, so that nothing stays of what is not judged
   * any more.
   *
   * @param reason what is kept as why
   */
  public void rollBackAll(Transaction tx, String reason) {
    rollBack(tx, RolloutRows.underWay(tx), reason);
  }

  /** {@link #rollBackAll(Transaction, String)} of a project's. */
  public void rollBackAll(Transaction tx, UUID projectId, String reason) {
    rollBack(tx, RolloutRows.underWay(tx, projectId), reason);
  }

  private void rollBack(Transaction tx, List<UUID> underWay, String reason) {
    for (UUID id : underWay) {
      RevisionRows.lockEndpoint(tx, RolloutRows.endpointOf(tx, id).orElseThrow());
      Rollout rollout = RolloutRows.lock(tx, id);
      if (!rollout.status().isFinal()) {
        rolledBack(tx, rollout, reason, Actor.PLATFORM, null);
      }
    }
  }

  private Rollout lockExpected(
      Transaction tx, UUID id, int expectedVersion, RolloutStatus... expected) {
    UUID endpointId =
        RolloutRows.endpointOf(tx, id).orElseThrow(() -> new NotFound(RolloutRows.WHAT));
    RevisionRows.lockEndpoint(tx, endpointId);
    Rollout rollout = RolloutRows.lock(tx, id);
    if (rollout.version() != expectedVersion) {
      throw new Conflict("rollout has changed since version " + expectedVersion);
    }
    if (!List.of(expected).contains(rollout.status())) {
      throw new Conflict(
          "rollout is %s (expected: %s)".formatted(rollout.status(), List.of(expected)));
    }
    return rollout;
  }

  /** Carries a decision out; endpoint and rollout are locked. */
  void carryOut(Transaction tx, Rollout rollout, Decision decision) {
    OffsetDateTime now = now();
    switch (decision) {
      case Decision.Wait wait -> {}
      case Decision.Step step -> {
        split(tx, rollout, rollout.steps().get(step.number() - 1).weight());
        RolloutRows.inStep(tx, rollout, step.number(), now, now);
        changed(tx, rollout.endpointId());
      }
      case Decision.Stop stop -> {
        RolloutRows.paused(tx, rollout, stop.pause(), now);
        publish(tx, "RolloutPaused", rollout, stop.reason(), Actor.PLATFORM);
        changed(tx, rollout.endpointId());
      }
      case Decision.GoOn goOn -> {
        RolloutRows.goOn(tx, rollout, now);
        changed(tx, rollout.endpointId());
      }
      case Decision.Promote promote -> promoted(tx, rollout, Actor.PLATFORM);
      case Decision.RollBack back -> rolledBack(tx, rollout, back.reason(), Actor.PLATFORM, null);
    }
  }

  private void promoted(Transaction tx, Rollout rollout, Actor by) {
    split(tx, rollout, ALL);
    RolloutRows.ended(tx, rollout, RolloutStatus.PROMOTED, null, now());
    publish(tx, "RolloutPromoted", rollout, null, by);
    changed(tx, rollout.endpointId());
  }

  private void rolledBack(
      Transaction tx, Rollout rollout, String reason, Actor by, String traceparent) {
    Revision baseline = RevisionRows.lock(tx, rollout.baselineId());
    boolean isStopped = RevisionRows.lockLive(tx, rollout.endpointId()).isEmpty();
    String why = reason;
    if (!isStopped) {
      Optional<String> refusal = baseline.isReady() ? Optional.empty() : gate.refusal(tx, baseline);
      if (refusal.isEmpty()) {
        // Also a candidate that is still on its way ends.
        traffic.rollBack(tx, baseline, Ids.next(), by, traceparent);
      } else {
        traffic.endOnTheirWay(tx, rollout.endpointId());
      }
      if (!baseline.isReady()) {
        why += refusal.map(BUT_IT_MUST_NOT::formatted).orElse("; the baseline is started again");
      }
    }
    RolloutRows.ended(tx, rollout, RolloutStatus.ROLLED_BACK, why, now());
    publish(tx, "RolloutRolledBack", rollout, why, by);
    changed(tx, rollout.endpointId());
  }

  /** Only these two have traffic; with all of it for one, the other ends. */
  private void split(Transaction tx, Rollout rollout, int candidateWeight) {
    List<Revision> ready = RevisionRows.lockReady(tx, rollout.endpointId());
    Map<UUID, Integer> weights =
        candidateWeight == ALL
            ? Map.of(rollout.candidateId(), ALL)
            : Map.of(
                rollout.candidateId(),
                candidateWeight,
                rollout.baselineId(),
                ALL - candidateWeight);
    for (UUID id : weights.keySet()) {
      if (ready.stream().noneMatch(one -> one.id().equals(id))) {
        throw new Conflict("a revision of the rollout is not " + RevisionStatus.READY);
      }
    }
    TrafficChanges.split(tx, rollout.endpointId(), ready, weights, now());
  }

  /**
   * @param by the platform, or null for somebody who is not told apart
   */
  private void publish(Transaction tx, String type, Rollout rollout, String reason, Actor by) {
    outbox.publish(
        tx,
        type,
        rollout.id(),
        new JsonObject()
            .put("endpointId", rollout.endpointId().toString())
            .put("projectId", rollout.projectId().toString())
            .put("baselineId", rollout.baselineId().toString())
            .put("candidateId", rollout.candidateId().toString())
            .put("startedBy", rollout.createdBy().json())
            .put("by", by == null ? null : by.json())
            .put("reason", reason));
  }

  private void changed(Transaction tx, UUID endpointId) {
    UUID tenantId = tx.tenantId();
    tx.afterCommit(
        () -> {
          signals.intentChanged(tenantId, endpointId);
          signals.routesChanged(tenantId, endpointId);
        });
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
