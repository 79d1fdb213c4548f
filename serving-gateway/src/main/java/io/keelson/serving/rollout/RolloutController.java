package io.keelson.serving.rollout;

import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.watch.canary.CanaryTest;
import io.keelson.serving.watch.canary.CanaryTest.Judgement;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks at every rollout that is under way each second, and at once when something changes. Any
 * number of controllers may run: the endpoint's and the rollout's row are locked for a look.
 */
public final class RolloutController implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RolloutController.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final int BATCH = 500;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final RolloutChanges changes;
  private final ServingSignals signals;
  private final InstantSource clock;
  private final DueLoop loop;
  private LiveSignals.Following following;

  public RolloutController(
      SystemDatabase system,
      TenantDatabase database,
      RolloutChanges changes,
      LiveSignals signals,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.changes = changes;
    this.signals = new ServingSignals(signals);
    this.clock = clock;
    this.loop = new DueLoop("rollout-controller", CHECK_INTERVAL, () -> step() == BATCH);
  }

  public synchronized void start() {
    following = signals.followIntent(loop::wake);
    loop.start();
  }

  private record Due(UUID tenantId, UUID rolloutId) {}

  /** Looks at every rollout that is due; returns how many were found. */
  public int step() {
    List<Due> due =
        system.transact(
            SystemUse.SERVING_CONTROL,
            tx ->
                tx.list(
                    row -> new Due(row.getUUID("tenant_id"), row.getUUID("id")),
                    """
                    SELECT tenant_id, id
                    FROM serving.rollout
                    WHERE ended_at IS NULL AND next_check_at <= $1
                    ORDER BY next_check_at
                    LIMIT $2
                    """,
                    now(),
                    BATCH));
    for (Due one : due) {
      try {
        database.transact(one.tenantId(), tx -> look(tx, one.rolloutId()));
      } catch (RuntimeException e) {
        LOG.warnf(e, "rollout %s stays where it is for now", one.rolloutId());
      }
    }
    return due.size();
  }

  private Void look(Transaction tx, UUID id) {
    UUID endpointId = RolloutRows.endpointOf(tx, id).orElse(null);
    if (endpointId == null) {
      return null;
    }
    RevisionRows.lockEndpoint(tx, endpointId);
    Rollout rollout = RolloutRows.lock(tx, id);
    OffsetDateTime now = now();
    if (rollout.status().isFinal()) {
      return null;
    }
    Map<Integer, StepCounts> counts = RolloutRows.counts(tx, id);
    StepCounts current = counts.getOrDefault(rollout.step(), StepCounts.NONE);
    Judgement judgement = new CanaryTest(rollout.alpha()).judge(StepCounts.errors(rollout, counts));
    Decision decision = Decision.of(rollout, revisions(tx, rollout), current, judgement, now);
    boolean ends = !(decision instanceof Decision.Wait);
    EvidenceRows.keep(tx, rollout, current, judgement.logEvidence(), decision.verdict(), ends, now);
    RolloutRows.checkAgain(tx, id, now.plus(CHECK_INTERVAL));
    changes.carryOut(tx, rollout, decision);
    return null;
  }

  private static Decision.Revisions revisions(Transaction tx, Rollout rollout) {
    Revision baseline = RevisionRows.lock(tx, rollout.baselineId());
    Revision candidate = RevisionRows.lock(tx, rollout.candidateId());
    String end =
        switch (candidate.status()) {
          case PENDING, LOADING, READY -> null;
          case FAILED -> candidate.reason();
          case DRAINING, STOPPED -> "it was told to";
        };
    return new Decision.Revisions(
        baseline.status() == RevisionStatus.READY, candidate.status() == RevisionStatus.READY, end);
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  @Override
  public synchronized void close() {
    if (following != null) {
      following.close();
    }
    loop.close();
  }
}
