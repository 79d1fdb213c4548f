package io.keelson.serving.rollout;

import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.watch.canary.CanaryTests;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.turns.TenantRounds;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks at every rollout that is under way each second, and at once when something changes; each
 * tenant's in a round of their own, so that none waits for the connections of another. Any number
 * of controllers may run: the endpoint's and the rollout's row are locked for a look.
 */
public final class RolloutController implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RolloutController.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration FAILED_INTERVAL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LOOK_LIMIT = Duration.ofMinutes(1);
  private static final int MAX_TENANTS = 16;
  private static final int MAX_DUE = 1_000;
  private static final int MAX_DUE_OF_TENANT = 100;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final RolloutChanges changes;
  private final RevisionGate gate;
  private final ServingSignals signals;
  private final InstantSource clock;
  private final DueLoop loop;
  private final TenantRounds rounds = new TenantRounds("rollouts", MAX_TENANTS, PAUSE);
  private LiveSignals.Following following;

  public RolloutController(
      SystemDatabase system,
      TenantDatabase database,
      RolloutChanges changes,
      RevisionGate gate,
      LiveSignals signals,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.changes = changes;
    this.gate = gate;
    this.signals = new ServingSignals(signals);
    this.clock = clock;
    this.loop = new DueLoop("rollout-controller", CHECK_INTERVAL, this::begin);
  }

  public synchronized void start() {
    following = signals.followIntent(loop::wake);
    loop.start();
  }

  private record Due(UUID tenantId, UUID rolloutId) {}

  /** Looks at every rollout that is due, for at most a minute. */
  public void step() {
    boolean more = true;
    while (more) {
      more = begin();
      rounds.awaitIdle(LOOK_LIMIT);
    }
  }

  /** True when more are due of a tenant than are looked at in its round. */
  private boolean begin() {
    Map<UUID, List<Due>> due = due().stream().collect(Collectors.groupingBy(Due::tenantId));
    boolean more = false;
    for (Map.Entry<UUID, List<Due>> ofTenant : due.entrySet()) {
      boolean begun = rounds.begin(ofTenant.getKey(), () -> look(ofTenant.getValue()));
      more |= begun && ofTenant.getValue().size() == MAX_DUE_OF_TENANT;
    }
    return more;
  }

  /** Of each tenant the first ones, so that those of one are never all that is found. */
  private List<Due> due() {
    return system.transact(
        SystemUse.SERVING_CONTROL,
        tx ->
            tx.list(
                row -> new Due(row.getUUID("tenant_id"), row.getUUID("id")),
                """
                SELECT tenant_id, id
                FROM (
                  SELECT tenant_id, id, next_check_at,
                    row_number() OVER (PARTITION BY tenant_id ORDER BY next_check_at) AS place
                  FROM serving.rollout
                  WHERE ended_at IS NULL AND next_check_at <= $1 AND tenant_id <> ALL ($2)
                ) AS due
                WHERE place <= $3
                ORDER BY place, next_check_at
                LIMIT $4
                """,
                now(),
                rounds.busy().toArray(UUID[]::new),
                MAX_DUE_OF_TENANT,
                MAX_DUE));
  }

  private void look(List<Due> ofTenant) {
    for (Due one : ofTenant) {
      if (loop.isClosed()) {
        return;
      }
      try {
        database.transact(one.tenantId(), tx -> look(tx, one.rolloutId()));
      } catch (Unavailable e) {
        throw e; // the tenant's other rollouts would wait for the same
      } catch (RuntimeException e) {
        LOG.warnf(e, "rollout %s stays where it is for now", one.rolloutId());
        leaveTheFront(one);
      }
    }
  }

  private void leaveTheFront(Due one) {
    database.transact(
        one.tenantId(),
        tx -> {
          RolloutRows.checkAgain(tx, one.rolloutId(), now().plus(FAILED_INTERVAL));
          return null;
        });
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
    Map<Integer, StepCounts> counts = CountRows.counts(tx, id);
    StepCounts current = counts.getOrDefault(rollout.step(), StepCounts.NONE);
    CanaryTests.Findings findings = StepCounts.judge(rollout, counts);
    Decision decision = Decision.of(rollout, revisions(tx, rollout), current, findings, now);
    boolean ends = !(decision instanceof Decision.Wait);
    EvidenceRows.keep(tx, rollout, current, findings, decision.verdict(), ends, now);
    RolloutRows.checkAgain(tx, id, now.plus(CHECK_INTERVAL));
    changes.carryOut(tx, rollout, decision);
    return null;
  }

  private Decision.Revisions revisions(Transaction tx, Rollout rollout) {
    Revision baseline = RevisionRows.lock(tx, rollout.baselineId());
    Revision candidate = RevisionRows.lock(tx, rollout.candidateId());
    String end =
        switch (candidate.status()) {
          case PENDING, LOADING, READY -> null;
          case FAILED -> candidate.reason();
          case DRAINING, STOPPED -> "it was told to";
        };
    return new Decision.Revisions(
        baseline.status() == RevisionStatus.READY,
        candidate.status() == RevisionStatus.READY && RevisionRows.answers(tx, candidate.id()),
        end,
        end == null ? gate.refusal(tx, candidate).orElse(null) : null);
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
    rounds.close();
  }
}
