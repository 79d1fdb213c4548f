package io.keelson.serving.revision;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.Jobs;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionRows;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.loop.DueLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Brings every revision to where it should be, step by step. Any number of controllers may run: a
 * revision's row is claimed for a few seconds while one of them looks at it, and each step checks
 * that nothing has changed meanwhile.
 */
public final class RevisionController implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RevisionController.class);
  private static final int BATCH_REVISIONS = 64;
  private static final Duration CLAIM = Duration.ofSeconds(15);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final Jobs jobs;
  private final ReplicaProbe probe;
  private final ServingSignals signals;
  private final InstantSource clock;
  private final ControllerConfig config;
  private final ReplicaRows replicas;
  private final RevisionSteps steps;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final DueLoop loop;
  private LiveSignals.Following following;

  public RevisionController(
      SystemDatabase system,
      TenantDatabase database,
      Jobs jobs,
      Outbox outbox,
      LiveSignals signals,
      ReplicaProbe probe,
      InstantSource clock,
      ControllerConfig config) {
    this.system = system;
    this.database = database;
    this.jobs = jobs;
    this.probe = probe;
    this.signals = new ServingSignals(signals);
    this.clock = clock;
    this.config = config;
    this.replicas = new ReplicaRows(jobs);
    this.steps = new RevisionSteps(replicas, outbox, this.signals, config);
    this.loop = DueLoop.untilDue("revision-controller", config.pollInterval(), this::pass);
  }

  public synchronized void start() {
    following = signals.followIntent(loop::wake);
    loop.start();
  }

  private Duration pass() {
    boolean more = step() == BATCH_REVISIONS;
    return more ? Duration.ZERO : untilDue();
  }

  /** As long as nothing can be due, by the revisions' own times; the poll interval at most. */
  private Duration untilDue() {
    OffsetDateTime now = now();
    Optional<OffsetDateTime> next =
        system.transact(
            SystemUse.SERVING_CONTROL,
            tx ->
                tx.one(
                        """
                        SELECT min(next_check_at) AS next
                        FROM serving.revision
                        WHERE status IN ('PENDING', 'LOADING', 'READY', 'DRAINING')
                        """)
                    .map(row -> row.getOffsetDateTime("next")));
    long poll = config.pollInterval().toMillis();
    return Duration.ofMillis(
        next.map(at -> Math.clamp(Duration.between(now, at).toMillis(), 10, poll)).orElse(poll));
  }

  private record Due(UUID tenantId, UUID revisionId) {}

  /** Takes every revision that is due one step further; returns how many were found. */
  public int step() {
    OffsetDateTime now = now();
    List<Due> due =
        system.transact(
            SystemUse.SERVING_CONTROL,
            tx ->
                tx.list(
                    row -> new Due(row.getUUID("tenant_id"), row.getUUID("id")),
                    """
                    SELECT tenant_id, id
                    FROM serving.revision
                    WHERE status IN ('PENDING', 'LOADING', 'READY', 'DRAINING') AND next_check_at <= $1
                    ORDER BY next_check_at
                    LIMIT $2
                    """,
                    now,
                    BATCH_REVISIONS));
    List<Future<?>> running = new ArrayList<>();
    for (Due one : due) {
      running.add(workers.submit(() -> advance(one)));
    }
    for (Future<?> one : running) {
      await(one);
    }
    return due.size();
  }

  private static void await(Future<?> step) {
    try {
      step.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A step that fails is tried again when its claim is over. */
  private void advance(Due due) {
    try {
      claim(due).ifPresent(claimed -> apply(due, claimed, observe(due, claimed)));
    } catch (RuntimeException e) {
      LOG.warnf(e, "revision %s stays where it is for now", due.revisionId());
    }
  }

  private record Claimed(Endpoint endpoint, Revision revision, List<Replica> replicas) {}

  private Optional<Claimed> claim(Due due) {
    return database.transact(
        due.tenantId(),
        tx -> {
          OffsetDateTime now = now();
          Optional<Revision> found = RevisionRows.claim(tx, due.revisionId(), now, now.plus(CLAIM));
          return found.map(
              revision ->
                  new Claimed(
                      RevisionRows.endpoint(tx, revision.endpointId()),
                      revision,
                      replicas.active(tx, revision.id())));
        });
  }

  /** Looks at jobs and sockets with no transaction open: a replica may take its time to answer. */
  private List<Observed> observe(Due due, Claimed claimed) {
    List<Replica> active = claimed.replicas();
    Map<UUID, Job> found = jobs.byIds(due.tenantId(), active.stream().map(Replica::jobId).toList());
    List<Future<Observed>> looking = new ArrayList<>();
    for (Replica replica : active) {
      looking.add(
          workers.submit(() -> look(due.tenantId(), claimed, replica, found.get(replica.jobId()))));
    }
    List<Observed> out = new ArrayList<>();
    for (Future<Observed> one : looking) {
      await(one);
      out.add(one.resultNow());
    }
    return out;
  }

  private Observed look(UUID tenantId, Claimed claimed, Replica replica, Job job) {
    if (job == null || job.status().ended()) {
      return new Observed(replica, job, null, false);
    }
    Path socket = jobs.serviceSocket(tenantId, replica.jobId()).orElse(null);
    boolean asked = socket != null && claimed.revision().status() != RevisionStatus.DRAINING;
    return new Observed(
        replica, job, socket, asked && probe.isReady(socket, claimed.endpoint().name()));
  }

  private void apply(Due due, Claimed claimed, List<Observed> seen) {
    database.transact(
        due.tenantId(),
        tx -> {
          OffsetDateTime now = now();
          Endpoint endpoint = RevisionRows.lockEndpoint(tx, claimed.endpoint().id());
          Revision revision = RevisionRows.lock(tx, due.revisionId());
          if (revision.status() == claimed.revision().status()) {
            step(tx, endpoint, revision, seen, now);
          }
          RevisionRows.checkAgain(tx, revision.id(), now.plus(pauseAfter(revision.status())));
          return null;
        });
  }

  private void step(
      Transaction tx,
      Endpoint endpoint,
      Revision revision,
      List<Observed> seen,
      OffsetDateTime now) {
    switch (revision.status()) {
      case PENDING -> steps.start(tx, endpoint, revision, now);
      case LOADING, READY -> steps.advance(tx, endpoint, revision, seen, now);
      case DRAINING -> steps.drain(tx, endpoint, revision, seen, now);
      case STOPPED, FAILED -> {}
    }
  }

  private Duration pauseAfter(RevisionStatus status) {
    return status == RevisionStatus.READY ? config.readyCheck() : config.loadingCheck();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Ends after the step in progress; other processes go on with the revisions. */
  @Override
  public synchronized void close() {
    if (following != null) {
      following.close();
    }
    loop.close();
    workers.shutdownNow();
  }
}
