package io.keelson.compute.retention;

import io.keelson.tenancy.object.ObjectReferences;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** What of the broker's rows goes, and which objects those that stay name. */
@ApplicationScoped
public class ComputeRetention implements Retentions, ObjectReferences {
  /** What jobs and replicas have said. */
  private static final Duration JOB_LOGS_KEPT = Duration.ofDays(30);

  /** Released leases, which say where the attempts of a job ran and how each ended. */
  private static final Duration LEASES_KEPT = Duration.ofDays(90);

  /** The jobs of replicas that have ended; jobs that somebody submitted stay. */
  private static final Duration ENDED_REPLICAS_KEPT = Duration.ofDays(90);

  @Override
  public List<Retention> retentions() {
    return List.of(
        // The last chunk of a job that runs says how far its log has come.
        Retention.of("compute.log_chunk", JOB_LOGS_KEPT, "t.created_at")
            .where(
                """
                EXISTS (
                  SELECT 1
                  FROM compute.log_chunk later
                  WHERE later.tenant_id = t.tenant_id AND later.job_id = t.job_id AND later.seq > t.seq)
                OR EXISTS (
                  SELECT 1
                  FROM compute.job j
                  WHERE j.tenant_id = t.tenant_id AND j.id = t.job_id AND j.ended_at IS NOT NULL)
                """),
        Retention.of("compute.lease", LEASES_KEPT, "t.released_at").where("t.status = 'RELEASED'"),
        Retention.of("compute.job", ENDED_REPLICAS_KEPT, "t.ended_at")
            .where(
                """
                t.kind = 'SERVICE'
                AND NOT EXISTS (
                  SELECT 1 FROM compute.lease l WHERE l.tenant_id = t.tenant_id AND l.job_id = t.id)
                AND NOT EXISTS (
                  SELECT 1 FROM compute.log_chunk c WHERE c.tenant_id = t.tenant_id AND c.job_id = t.id)
                AND NOT EXISTS (
                  SELECT 1 FROM compute.queue_entry q WHERE q.tenant_id = t.tenant_id AND q.job_id = t.id)
                """));
  }

  /**
   * What jobs read they name until they have ended. What people's jobs have left stays with them;
   * what a validation has left is named by what was made of it.
   */
  @Override
  public List<String> digests() {
    return List.of(
        "SELECT c.digest FROM compute.log_chunk c WHERE c.tenant_id = $1",
        """
        SELECT f ->> 'digest'
        FROM compute.job j, jsonb_array_elements(j.inputs) f
        WHERE j.tenant_id = $1 AND j.ended_at IS NULL
        """,
        """
        SELECT f ->> 'digest'
        FROM compute.job j, jsonb_array_elements(j.outputs) f
        WHERE j.tenant_id = $1 AND (j.submitted_by_kind <> 'PLATFORM' OR j.program IS DISTINCT FROM 'profiler')
        """);
  }
}
