package io.keelson.serving.testing;

import io.keelson.tenancy.database.Ids;
import java.nio.file.Path;
import java.util.UUID;

/** Does to the tables what the broker does when a replica's process starts and ends. */
public final class PlayedBroker {
  private final ServingGround ground;

  public PlayedBroker(ServingGround ground) {
    this.ground = ground;
  }

  /** The job's process runs and listens. */
  public void run(UUID tenant, UUID project, UUID job, Path socket) {
    ground.execute("UPDATE compute.job SET status = 'RUNNING', attempt = 1 WHERE id = ?", job);
    ground.execute(
        """
        INSERT INTO compute.lease
          (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider, instance_type, host_id, slot,
           holder_id, cpu_millis, memory_bytes, socket_path, requested_at, heard_at)
        VALUES (?, ?, ?, ?, 'SERVICE', 1, 1, 'ACTIVE', 'local', 'local', 'test',
           (SELECT count(*) FROM compute.lease), ?, 1000, 1, ?, now(), now())
        """,
        tenant,
        Ids.next(),
        job,
        project,
        Ids.next(),
        socket.toString());
  }

  /** The job has ended. */
  public void end(UUID job, String status, String reason) {
    ground.execute(
        "UPDATE compute.job SET status = ?, reason = ?, exit_code = 1, ended_at = now() WHERE id = ?",
        status,
        reason,
        job);
    ground.execute(
        "UPDATE compute.lease SET status = 'RELEASED', socket_path = NULL WHERE job_id = ?", job);
  }
}
