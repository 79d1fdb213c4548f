package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.validation.ValidationQueue.Task;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.TenantObjects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Has sealed versions validated by jobs, and takes over what these find. A version is VALIDATED or
 * REJECTED for good; where the job was at its end, the version is ERRORED, which jobs may read, and
 * is tried again at longer and longer intervals, behind those that have failed less often.
 */
public final class ValidationLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ValidationLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final ValidationQueue queue;
  private final ValidationWork work;
  private final LiveSignals signals;
  private final DueLoop loop = new DueLoop("validation-loop", POLL_INTERVAL, this::next);
  private LiveSignals.Following following;

  public ValidationLoop(
      SystemDatabase system,
      TenantDatabase database,
      TenantObjects objects,
      Jobs jobs,
      SuiteRuns suites,
      LiveSignals signals,
      Outbox outbox,
      ValidationConfig config,
      InstantSource clock) {
    this.queue = new ValidationQueue(system, database, signals, outbox, clock);
    this.work = new ValidationWork(queue, database, objects, jobs, suites, config, loop::beat);
    this.signals = signals;
  }

  public void start() {
    following = signals.follow(ValidationRequests.PLATFORM, ValidationRequests.TOPIC, loop::wake);
    loop.start();
  }

  /** Does what is due of one version; false when nothing is. */
  public boolean next() {
    Optional<Task> next = queue.claim();
    next.ifPresent(this::turn);
    return next.isPresent();
  }

  /** What fails here is not the version's fault: it is due again when its lease is over. */
  private void turn(Task task) {
    try {
      if (task.jobId() == null) {
        work.submit(task);
      } else {
        work.follow(task);
      }
    } catch (RuntimeException e) {
      LOG.warnf("data set version %s waits: %s", task.versionId(), e.getMessage());
    }
  }

  /** Its jobs go on; another process, or this one after its restart, takes over what they find. */
  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    loop.close();
  }
}
