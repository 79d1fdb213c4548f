package io.keelson.compute.supervisor;

import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.lease.Outcome;
import io.keelson.compute.provider.Observation;
import io.keelson.compute.provider.Outputs;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.quota.Quota;
import io.keelson.tenancy.quota.QuotaName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The last part of an attempt: its instance is ended, what it left is kept, and one transaction
 * says so everywhere at once. Once its processes are gone others get their room, however long the
 * store takes what is left. While the store or the ledger is away a job's end waits for neither: it
 * is told, and the lease keeps the folder until the log is stored and the use recorded. May be
 * begun again at any point.
 */
final class Release {
  private static final Logger LOG = Logger.getLogger(Release.class);

  /** How long the end of a job waits for its log and its last use. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(3);

  private static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(30);
  private final Workshop workshop;
  private final LogShipper log;
  private final UsageRecorder usage;
  private final JobEnds ends;
  private Instant complainAt;
  private boolean gone;
  private Kept kept;
  private Instant keptAt;
  private boolean told;

  /** What is kept of the attempt, and what has become of its outcome meanwhile. */
  private record Kept(List<JobOutput> outputs, List<String> remarks, Outcome outcome) {}

  Release(Workshop workshop, LogShipper log, UsageRecorder usage) {
    this.workshop = workshop;
    this.log = log;
    this.usage = usage;
    this.ends = JobEnds.of(workshop);
  }

  /**
   * Returns false while the provider has not confirmed that the instance is gone, its log is not
   * stored or its use not recorded: call again.
   */
  boolean finish(Lease lease, Job job) {
    if (!gone(lease)) {
      return false;
    }
    if (kept == null) {
      kept = keep(lease);
      keptAt = now();
    }
    boolean logStored = log.finish(kept.remarks());
    boolean useRecorded = usage.finish(job, kept.outcome().usedUntil());
    boolean complete = logStored && useRecorded;
    if (complete || mayTell()) {
      tell(lease, complete);
    }
    if (complete) {
      workshop.provider().forget(lease.id());
    }
    return complete;
  }

  private void tell(Lease lease, boolean complete) {
    workshop
        .database()
        .transact(
            lease.tenantId(),
            tx -> {
              Job job = workshop.progress().locked(tx, lease.jobId());
              Lease now = Leases.get(tx, lease.id());
              if (complete) {
                workshop.leases().released(tx, now, Verdict.at(now()));
              }
              // What goes on needs the lease's place; what was lost was told when it was.
              boolean waits = !complete && ends.goesOn(tx, job, kept.outcome());
              if (now.lostAt() == null && !waits) {
                ends.tell(tx, job, now, kept.outcome(), kept.outputs());
              }
              return null;
            });
    told = true;
  }

  /** Whether the job's end has waited long enough for what is still to be stored and recorded. */
  private boolean mayTell() {
    return !told && kept.outcome().status().ended() && now().isAfter(keptAt.plus(END_PATIENCE));
  }

  private Instant now() {
    return workshop.clock().instant();
  }

  private boolean gone(Lease lease) {
    if (gone) {
      return true;
    }
    workshop.provider().terminate(lease.id());
    Instant now = now();
    if (workshop.provider().gone(lease.id())) {
      workshop
          .database()
          .transact(
              lease.tenantId(),
              tx -> {
                workshop.leases().gone(tx, lease, Verdict.at(now));
                return null;
              });
      gone = true;
      return true;
    }
    if (complainAt == null) {
      complainAt = now.plus(COMPLAINT_INTERVAL);
    } else if (now.isAfter(complainAt)) {
      complainAt = now.plus(COMPLAINT_INTERVAL);
      LOG.warnf("lease %s of job %s: its processes are not gone yet", lease.id(), lease.jobId());
    }
    return false;
  }

  private Kept keep(Lease lease) {
    Outcome outcome = whole(lease);
    if (lease.kind() != JobKind.TASK || outcome.status() != JobStatus.SUCCEEDED) {
      return new Kept(List.of(), List.of(), outcome);
    }
    Outputs found = workshop.provider().outputs(lease.id(), lease.slot());
    if (found.refusal() != null) {
      return refused(found, outcome, found.refusal());
    }
    try {
      return new Kept(store(lease, found), found.remarks(), outcome);
    } catch (QuotaExceeded e) {
      return refused(found, outcome, "outputs: " + e.getMessage());
    }
  }

  /**
   * What was ended by force has ended, and is billed, when its process did, which the provider
   * tells once it is gone; where it cannot, when the process was last seen.
   */
  private Outcome whole(Lease lease) {
    Outcome outcome = lease.outcome();
    if (outcome.usedUntil() != null) {
      return outcome;
    }
    Duration ran =
        switch (workshop.provider().observe(lease.id())) {
          case Observation.Ended ended -> ended.ran();
          case Observation.Vanished vanished -> vanished.ran();
          case Observation.Running running -> Duration.ZERO;
          case Observation.Unclaimed unclaimed -> Duration.ZERO;
          case Observation.Refused refused -> Duration.ZERO;
        };
    OffsetDateTime ended = Verdict.at(lease.activeAt().toInstant().plus(ran));
    OffsetDateTime seen = outcome.endedAt();
    OffsetDateTime end = ended.isAfter(seen) ? ended : seen;
    return new Outcome(
        outcome.status(), outcome.cause(), outcome.reason(), outcome.exitCode(), end, end);
  }

  /** Nothing of it is kept. */
  private static Kept refused(Outputs found, Outcome outcome, String reason) {
    Outcome refused =
        new Outcome(
            JobStatus.FAILED,
            EndCause.OUTPUTS_REFUSED,
            reason,
            outcome.exitCode(),
            outcome.endedAt(),
            outcome.usedUntil());
    return new Kept(List.of(), found.remarks(), refused);
  }

  /**
   * All of the files or none.
   *
   * @throws QuotaExceeded when they find no room
   */
  private List<JobOutput> store(Lease lease, Outputs found) {
    requireRoom(lease.tenantId(), found.files());
    List<TenantObjects.Made> made = new ArrayList<>();
    try {
      return store(lease, found.files(), made);
    } catch (QuotaExceeded e) {
      abandon(lease.tenantId(), made);
      throw e;
    }
  }

  /**
   * Before the first byte is stored, and by sizes: which of the bytes the tenant has already is
   * known only once they are read.
   */
  private void requireRoom(UUID tenantId, List<Outputs.File> files) {
    long total = files.stream().mapToLong(Outputs.File::sizeBytes).sum();
    if (total == 0) {
      return;
    }
    Quota standing =
        workshop
            .database()
            .transact(tenantId, tx -> workshop.quotas().hold(tx, QuotaName.STORED_BYTES));
    if (!standing.hasRoomFor(total)) {
      throw standing.exceeded(total);
    }
  }

  /** Others took the room meanwhile: what was stored before that is nobody's. */
  private void abandon(UUID tenantId, List<TenantObjects.Made> made) {
    try {
      workshop.objects().abandon(tenantId, made);
    } catch (RuntimeException e) {
      LOG.debugf("%d objects of tenant %s go later: %s", made.size(), tenantId, e.getMessage());
    }
  }

  private List<JobOutput> store(
      Lease lease, List<Outputs.File> files, List<TenantObjects.Made> made) {
    List<JobOutput> outputs = new ArrayList<>();
    for (Outputs.File file : files) {
      try (InputStream in = Files.newInputStream(file.location(), LinkOption.NOFOLLOW_LINKS)) {
        ObjectRef ref =
            workshop
                .objects()
                .put(
                    lease.tenantId(),
                    in,
                    file.sizeBytes(),
                    (tx, stored) -> {
                      workshop.quotas().require(tx, QuotaName.STORED_BYTES, stored.sizeBytes());
                      made.add(TenantObjects.made(tx, stored));
                    });
        outputs.add(new JobOutput(file.path(), ref.digest(), ref.sizeBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException("the output " + file.path() + " cannot be kept", e);
      }
    }
    return outputs;
  }
}
