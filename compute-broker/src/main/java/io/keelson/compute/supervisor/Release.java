package io.keelson.compute.supervisor;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLogWriter;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.Outcome;
import io.keelson.compute.provider.Outputs;
import io.keelson.tenancy.object.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The last part of an attempt: its instance is ended, what it left is kept, and one transaction
 * says so everywhere at once. May be begun again at any point.
 */
final class Release {
  private static final Logger LOG = Logger.getLogger(Release.class);
  private static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(30);
  private final Workshop workshop;
  private final JobLogWriter log;
  private Instant complainAt;
  private Instant goneAt;

  /** What is kept of the attempt, and what has become of its outcome meanwhile. */
  private record Kept(List<JobOutput> outputs, List<String> remarks, Outcome outcome) {}

  Release(Workshop workshop, JobLogWriter log) {
    this.workshop = workshop;
    this.log = log;
  }

  /** Returns false while the provider has not confirmed that the instance is gone: call again. */
  boolean finish(Lease lease) {
    if (!gone(lease)) {
      return false;
    }
    Kept kept = keep(lease);
    log.finish(kept.remarks());
    workshop
        .database()
        .transact(
            lease.tenantId(),
            tx -> {
              Job job = workshop.progress().locked(tx, lease.jobId());
              Outcome outcome = kept.outcome();
              var usedUntil =
                  outcome.usedUntil() == null ? Verdict.at(goneAt) : outcome.usedUntil();
              Lease metered = workshop.meter().record(tx, lease, job, usedUntil);
              workshop.leases().released(tx, metered, Verdict.at(workshop.clock().instant()));
              end(tx, job, kept);
              return null;
            });
    workshop.provider().forget(lease.id());
    return true;
  }

  /** A job that was given up before, with its machine, stays as it was said to be. */
  private void end(io.keelson.tenancy.database.Transaction tx, Job job, Kept kept) {
    Outcome outcome = kept.outcome();
    if (job.status().ended()) {
      return;
    }
    if (outcome.status() == JobStatus.QUEUED) {
      workshop.progress().requeued(tx, job);
    } else {
      workshop
          .progress()
          .ended(
              tx,
              job,
              outcome.status(),
              outcome.reason(),
              outcome.exitCode(),
              outcome.endedAt(),
              kept.outputs());
    }
  }

  private boolean gone(Lease lease) {
    if (goneAt != null) {
      return true;
    }
    workshop.provider().terminate(lease.id());
    Instant now = workshop.clock().instant();
    if (workshop.provider().gone(lease.id())) {
      goneAt = now;
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
    Outcome outcome = lease.outcome();
    if (lease.kind() != JobKind.TASK || outcome.status() != JobStatus.SUCCEEDED) {
      return new Kept(List.of(), List.of(), outcome);
    }
    Outputs found = workshop.provider().outputs(lease.id(), lease.slot());
    if (found.refusal() != null) {
      Outcome refused =
          new Outcome(
              JobStatus.FAILED,
              found.refusal(),
              outcome.exitCode(),
              outcome.endedAt(),
              outcome.usedUntil());
      return new Kept(List.of(), found.remarks(), refused);
    }
    List<JobOutput> outputs = new ArrayList<>();
    for (Outputs.File file : found.files()) {
      try (InputStream in = Files.newInputStream(file.location(), LinkOption.NOFOLLOW_LINKS)) {
        ObjectRef ref = workshop.objects().put(lease.tenantId(), in, file.sizeBytes());
        outputs.add(new JobOutput(file.path(), ref.digest(), ref.sizeBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException("the output " + file.path() + " cannot be kept", e);
      }
    }
    return new Kept(outputs, found.remarks(), outcome);
  }
}
