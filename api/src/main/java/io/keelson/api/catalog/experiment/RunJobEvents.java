package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * A run follows its job: it starts and ends with it, and what the job left becomes the run's
 * artifacts.
 */
@ApplicationScoped
public class RunJobEvents implements EventHandler {
  private static final Logger LOG = Logger.getLogger(RunJobEvents.class);
  private final RunWrites writes;

  public RunJobEvents(RunWrites writes) {
    this.writes = writes;
  }

  @Override
  public String name() {
    return "run-follows-job";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobStarted", "JobFinished");
  }

  @Override
  public String role() {
    return "broker";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    JsonObject payload = event.payload();
    if (payload.getString("runId") == null) {
      return;
    }
    UUID runId = UUID.fromString(payload.getString("runId"));
    UUID jobId = UUID.fromString(payload.getString("jobId"));
    if (event.type().equals("JobStarted")) {
      started(tx, runId, jobId, time(payload, "startedAt", event.createdAt()));
    } else {
      finished(tx, runId, jobId, payload, event.createdAt());
    }
    tx.one(
            "SELECT project_id FROM catalog.run WHERE tenant_id = $1 AND id = $2",
            tx.tenantId(),
            runId)
        .ifPresent(run -> writes.signalStatus(tx, runId, run.getUUID("project_id")));
  }

  /** A job that was preempted starts again; its run has been RUNNING all the time. */
  private static void started(Transaction tx, UUID runId, UUID jobId, OffsetDateTime at) {
    tx.update(
        """
        UPDATE catalog.run
        SET status = 'RUNNING', started_at = $4, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND job_id = $3 AND status = 'SCHEDULED'
        """,
        tx.tenantId(),
        runId,
        jobId,
        at);
  }

  /**
   * Events may come in any order and twice. A job that has already said how its run ended is
   * believed.
   */
  private static void finished(
      Transaction tx, UUID runId, UUID jobId, JsonObject payload, OffsetDateTime seenAt) {
    OffsetDateTime endedAt = time(payload, "endedAt", seenAt);
    tx.update(
        """
        UPDATE catalog.run
        SET status = $4,
            started_at = coalesce(started_at, $5),
            ended_at = $6,
            version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND job_id = $3 AND status IN ('SCHEDULED', 'RUNNING')
        """,
        tx.tenantId(),
        runId,
        jobId,
        endOf(payload.getString("status")).name(),
        time(payload, "startedAt", null),
        endedAt);
    addArtifacts(tx, runId, jobId, payload.getJsonArray("outputs", new JsonArray()), endedAt);
  }

  static RunStatus endOf(String jobStatus) {
    return switch (jobStatus) {
      case "SUCCEEDED" -> RunStatus.FINISHED;
      case "CANCELLED" -> RunStatus.KILLED;
      default -> RunStatus.FAILED;
    };
  }

  private static void addArtifacts(
      Transaction tx, UUID runId, UUID jobId, JsonArray outputs, OffsetDateTime at) {
    int count = Math.min(outputs.size(), RunArtifacts.MAX_PER_RUN);
    if (count == 0) {
      return;
    }
    if (count < outputs.size()) {
      LOG.warnf("job %s left %d files; its run keeps %d", jobId, outputs.size(), count);
    }
    String[] paths = new String[count];
    String[] digests = new String[count];
    Long[] sizes = new Long[count];
    for (int i = 0; i < count; i++) {
      JsonObject output = outputs.getJsonObject(i);
      paths[i] = output.getString("path");
      digests[i] = output.getString("digest");
      sizes[i] = output.getLong("sizeBytes");
    }
    tx.update(
        """
        INSERT INTO catalog.artifact (tenant_id, run_id, project_id, path, digest, size_bytes, added_at)
        SELECT r.tenant_id, r.id, r.project_id, o.path, o.digest, o.size_bytes, $4
        FROM catalog.run r
        CROSS JOIN unnest($5::text[], $6::text[], $7::bigint[]) AS o (path, digest, size_bytes)
        WHERE r.tenant_id = $1 AND r.id = $2 AND r.job_id = $3
        ON CONFLICT (tenant_id, run_id, path)
        DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes
        """,
        tx.tenantId(),
        runId,
        jobId,
        at,
        paths,
        digests,
        sizes);
  }

  private static OffsetDateTime time(JsonObject payload, String field, OffsetDateTime otherwise) {
    String text = payload.getString(field);
    return text == null ? otherwise : OffsetDateTime.parse(text);
  }
}
