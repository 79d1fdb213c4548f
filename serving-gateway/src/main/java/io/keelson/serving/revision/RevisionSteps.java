package io.keelson.serving.revision;

import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionChanges;
import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.endpoint.TrafficChanges;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One step of a revision on its way, in a transaction that holds its row and its endpoint's. */
final class RevisionSteps {
  private static final Duration LOAD_REPORT_AGE = Duration.ofSeconds(5);

  private final ReplicaRows replicas;
  private final Outbox outbox;
  private final ServingSignals signals;
  private final ControllerConfig config;

  RevisionSteps(
      ReplicaRows replicas, Outbox outbox, ServingSignals signals, ControllerConfig config) {
    this.replicas = replicas;
    this.outbox = outbox;
    this.signals = signals;
    this.config = config;
  }

  /** PENDING: asks for the replicas. */
  void start(Transaction tx, Endpoint endpoint, Revision revision, OffsetDateTime now) {
    try {
      ReplicaJob.spec(endpoint, revision);
    } catch (Invalid e) {
      fail(tx, endpoint, revision, e.getMessage(), now);
      return;
    }
    for (int slot = 0; slot < revision.wantedReplicas(); slot++) {
      replicas.submit(tx, endpoint, revision, slot, 1, now);
    }
    RevisionChanges.move(tx, revision, RevisionStatus.LOADING, null, now);
    changed(tx, endpoint);
  }

  /**
   * LOADING and READY: notes what became of the replicas, replaces those that ended, and moves on
   * when all are ready.
   */
  void advance(
      Transaction tx,
      Endpoint endpoint,
      Revision revision,
      List<Observed> seen,
      OffsetDateTime now) {
    Set<Integer> filled = new HashSet<>();
    int ready = 0;
    boolean routesChanged = false;
    for (Observed replica : seen) {
      if (replica.hasEnded()) {
        replicas.ended(tx, replica.replica(), replica.endedBecause(), now);
        routesChanged = true;
        continue;
      }
      filled.add(replica.replica().slot());
      if (replica.answersReady()) {
        routesChanged |= replicas.ready(tx, replica.replica(), replica.socket(), now);
        ready++;
      } else {
        routesChanged |= silent(tx, replica, now);
      }
    }
    if (routesChanged) {
      changed(tx, endpoint);
    }
    boolean allReady = ready == revision.wantedReplicas();
    if (allReady && revision.status() == RevisionStatus.LOADING) {
      becomeReady(tx, endpoint, revision, now);
    } else if (!allReady) {
      refill(tx, endpoint, revision, filled, ready, now);
    } else {
      forgetRestarts(tx, revision, seen, now);
    }
  }

  /**
   * A replica that does not answer: it may still load, or it is stuck. Says whether it went out of
   * the routes.
   */
  private boolean silent(Transaction tx, Observed seen, OffsetDateTime now) {
    Replica replica = seen.replica();
    if (seen.socket() == null) {
      return replicas.notReady(tx, replica); // it was preempted: its job starts elsewhere
    }
    boolean stuck =
        replica.ready()
            ? replicas.missed(tx, replica) >= config.missedProbes()
            : replica.createdAt().plus(config.loadTimeout()).isBefore(now);
    if (stuck) {
      replicas.stop(tx, replica);
    }
    return stuck && replica.ready();
  }

  private void becomeReady(
      Transaction tx, Endpoint endpoint, Revision revision, OffsetDateTime now) {
    RevisionChanges.move(tx, revision, RevisionStatus.READY, null, now);
    TrafficChanges.joined(tx, revision, now);
    outbox.publish(tx, "RevisionReady", revision.id(), payload(endpoint, revision));
    changed(tx, endpoint);
  }

  private void refill(
      Transaction tx,
      Endpoint endpoint,
      Revision revision,
      Set<Integer> filled,
      int ready,
      OffsetDateTime now) {
    if (revision.status() == RevisionStatus.LOADING
        && revision.statusSince().plus(config.loadTimeout()).isBefore(now)) {
      fail(
          tx,
          endpoint,
          revision,
          "not ready within " + config.loadTimeout().toSeconds() + " s",
          now);
      return;
    }
    int allowed =
        revision.status() == RevisionStatus.LOADING
            ? config.loadRestarts()
            : config.readyRestarts();
    int restarts = revision.restarts();
    for (int slot = 0; slot < revision.wantedReplicas(); slot++) {
      if (filled.contains(slot)) {
        continue;
      }
      ReplicaRows.LastAttempt last = replicas.last(tx, revision.id(), slot);
      // While others serve, a slot that keeps failing is tried on and on, at the longest pause.
      if (restarts >= allowed && ready == 0) {
        fail(
            tx,
            endpoint,
            revision,
            "a replica was started " + last.attempt() + " times; last, " + last.reason(),
            now);
        return;
      }
      OffsetDateTime notBefore =
          last.endedAt() == null ? now : last.endedAt().plus(config.backoff(restarts));
      if (!notBefore.isAfter(now)) {
        replicas.submit(tx, endpoint, revision, slot, last.attempt() + 1, now);
        restarts++;
      }
    }
    RevisionRows.setRestarts(tx, revision, restarts);
  }

  private void forgetRestarts(
      Transaction tx, Revision revision, List<Observed> seen, OffsetDateTime now) {
    OffsetDateTime stableSince = now.minus(config.stableAfter());
    boolean stable =
        seen.stream().allMatch(replica -> replica.replica().createdAt().isBefore(stableSince));
    if (stable && revision.restarts() > 0) {
      RevisionRows.setRestarts(tx, revision, 0);
    }
  }

  private void fail(
      Transaction tx, Endpoint endpoint, Revision revision, String reason, OffsetDateTime now) {
    for (Replica replica : replicas.active(tx, revision.id())) {
      replicas.stop(tx, replica);
      replicas.ended(tx, replica, "the revision failed", now);
    }
    RevisionChanges.move(tx, revision, RevisionStatus.FAILED, reason, now);
    if (revision.status() == RevisionStatus.READY) {
      TrafficChanges.left(tx, endpoint.id());
    } else {
      TrafficChanges.neverJoined(tx, endpoint.id());
    }
    outbox.publish(
        tx,
        "RevisionFailed",
        revision.id(),
        payload(endpoint, revision)
            .put("submittedBy", revision.submittedBy().json())
            .put("reason", reason));
    changed(tx, endpoint);
  }

  /** DRAINING: waits for what is in flight, for a bounded time, then ends the replicas. */
  void drain(
      Transaction tx,
      Endpoint endpoint,
      Revision revision,
      List<Observed> seen,
      OffsetDateTime now) {
    List<Observed> running = new ArrayList<>();
    for (Observed replica : seen) {
      if (replica.hasEnded()) {
        replicas.ended(tx, replica.replica(), replica.endedBecause(), now);
      } else {
        running.add(replica);
      }
    }
    if (running.isEmpty()) {
      RevisionChanges.move(tx, revision, RevisionStatus.STOPPED, null, now);
      changed(tx, endpoint);
    } else if (isDrained(tx, revision, now)) {
      running.forEach(replica -> replicas.stop(tx, replica.replica()));
    }
  }

  private boolean isDrained(Transaction tx, Revision revision, OffsetDateTime now) {
    Duration age = Duration.between(revision.statusSince(), now);
    if (revision.readyAt() == null || age.compareTo(config.drainTimeout()) >= 0) {
      return true;
    }
    return age.compareTo(config.drainSettle()) >= 0
        && replicas.inFlight(tx, revision.id(), now.minus(LOAD_REPORT_AGE)) == 0;
  }

  private void changed(Transaction tx, Endpoint endpoint) {
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.routesChanged(tenantId, endpoint.id()));
  }

  private static JsonObject payload(Endpoint endpoint, Revision revision) {
    return new JsonObject()
        .put("endpointId", endpoint.id().toString())
        .put("endpointName", endpoint.name())
        .put("projectId", endpoint.projectId().toString())
        .put("revisionId", revision.id().toString())
        .put("number", revision.number())
        .put("modelVersionId", revision.modelVersionId().toString())
        .put("traceparent", revision.traceparent());
  }
}
