package io.keelson.api.retraining.run;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.tenant.TenantStatus;
import io.keelson.tenancy.tenant.Tenants;
import io.keelson.tenancy.turns.DueRounds;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks at the runs that are due and moves each by a step, however many processes do: a step is one
 * transaction under the run's lock and version. What fails by the platform's fault is tried again,
 * a quota that is used up for a day; what is refused otherwise declines the run.
 */
@ApplicationScoped
public class RunLoop {
  private static final Logger LOG = Logger.getLogger(RunLoop.class);
  private static final Set<ErrorCode> OF_THE_PLATFORM =
      Set.of(ErrorCode.UNAVAILABLE, ErrorCode.INTERNAL, ErrorCode.RATE_LIMITED);

  private static final Set<ErrorCode> OF_RIGHTS =
      Set.of(ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN);

  /** How long a run waits for a queue that is full, since it came to stand as it does. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final TenantDatabase database;
  private final Tenants tenants;
  private final ActingFor acting;
  private final RunMoves moves;
  private final RunMessages messages;
  private final Transforming transforming;
  private final Checking checking;
  private final Evaluating evaluating;
  private final Deploying deploying;
  private final DueRounds rounds;

  public RunLoop(
      SystemDatabase system,
      TenantDatabase database,
      Tenants tenants,
      ActingFor acting,
      RunMoves moves,
      RunMessages messages,
      Transforming transforming,
      Checking checking,
      Evaluating evaluating,
      Deploying deploying,
      InstantSource clock) {
    this.database = database;
    this.tenants = tenants;
    this.acting = acting;
    this.moves = moves;
    this.messages = messages;
    this.transforming = transforming;
    this.checking = checking;
    this.evaluating = evaluating;
    this.deploying = deploying;
    this.rounds =
        new DueRounds(
            system, database, clock, SystemUse.RETRAINING, "catalog.retraining_run", this::step);
  }

  /** Begins to move what is due, and does not wait for it. */
  public boolean begin() {
    return rounds.begin();
  }

  /** Moves all that is due by a step. */
  public void stepDue() {
    rounds.complete();
  }

  /** Interrupts what is at work: it is due still. */
  @PreDestroy
  public void close() {
    rounds.close();
  }

  private void step(UUID tenantId, UUID runId) {
    Optional<RetrainingRun> found = database.transact(tenantId, tx -> RunRows.find(tx, runId));
    if (found.isEmpty() || found.get().status().isOver()) {
      return;
    }
    RetrainingRun run = found.get();
    if (tenants.get(tenantId).status() == TenantStatus.SUSPENDED) {
      await(tenantId, run, "the organisation is suspended");
      return;
    }
    try {
      if (run.status() == RetrainingStatus.CANARY) {
        deploying.endWithRollout(tenantId, run);
      } else {
        step(acting.principal(tenantId, run), run);
      }
    } catch (Failure e) {
      refused(tenantId, run, e);
    } catch (RuntimeException e) {
      // Its next look comes later, so that it keeps no other from its turn.
      await(tenantId, run, "an error of the platform; retrying");
      throw e;
    }
  }

  private void step(Principal principal, RetrainingRun run) {
    switch (run.status()) {
      case TRIGGERED ->
          database.transact(
              principal.tenantId(),
              tx -> {
                moves.move(tx, RunRows.lock(tx, run.id(), run.version()), first(run));
                return null;
              });
      case TRANSFORMING -> transforming.step(principal, run);
      case CHECKING -> checking.step(principal, run);
      case TRAINING -> evaluating.scoreWhenTrained(principal, run);
      case EVALUATING -> evaluating.compareWhenScored(principal, run);
      case AWAITING_APPROVAL -> deploying.beginWhenApproved(principal, run);
      case CANARY, ARMED, PROMOTED, ROLLED_BACK, DECLINED, COOLDOWN -> {}
    }
  }

  private static RetrainingStatus first(RetrainingRun run) {
    return run.spec().transform() == null
        ? RetrainingStatus.CHECKING
        : RetrainingStatus.TRANSFORMING;
  }

  /** A canary goes on whatever becomes of rights: its rollout ends it. */
  private void refused(UUID tenantId, RetrainingRun run, Failure refusal) {
    boolean isFull =
        refusal.code() == ErrorCode.QUOTA_EXCEEDED
            && database
                .transact(tenantId, tx -> RunRows.since(tx, run))
                .plus(PATIENCE)
                .isAfter(moves.now());
    if (isFull
        || OF_THE_PLATFORM.contains(refusal.code())
        || run.status() == RetrainingStatus.CANARY) {
      await(tenantId, run, refusal.getMessage());
      return;
    }
    try {
      database.transact(
          tenantId,
          tx -> {
            RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
            moves.end(tx, locked, RetrainingStatus.DECLINED, refusal.getMessage());
            if (OF_RIGHTS.contains(refusal.code())) {
              messages.rightsEnded(tx, locked, refusal.getMessage());
            }
            return null;
          });
    } catch (Conflict e) {
      LOG.debugf("retraining run %s was moved by another process", run.id());
    }
  }

  private void await(UUID tenantId, RetrainingRun run, String waitsFor) {
    database.transact(
        tenantId,
        tx -> {
          moves.await(tx, run, waitsFor);
          return null;
        });
  }
}
