package io.keelson.compute;

import java.util.UUID;

/** A machine {@code elsewhere} that was last heard of ten minutes ago. */
final class SilentMachine {
  private SilentMachine() {}

  /** The job, which was queued, runs there. */
  static void runs(BrokerFixture fixture, UUID id) {
    fixture.execute(
        """
        INSERT INTO compute.holder (id, host_id, started_at, heartbeat_at)
        VALUES (gen_random_uuid(), 'elsewhere', now(), now() - interval '10 minutes')
        """);
    runs(
        fixture,
        id,
        "elsewhere",
        fixture.one("SELECT id FROM compute.holder WHERE host_id = 'elsewhere' LIMIT 1"));
  }

  /** The job, which was queued, runs on that machine and is looked after by that process. */
  static void runs(BrokerFixture fixture, UUID id, String hostId, String holderId) {
    fixture.execute(
        """
        DELETE FROM compute.queue_entry WHERE job_id = '%1$s';
        UPDATE compute.job SET status = 'RUNNING', attempt = attempt + 1, fence = fence + 1 WHERE id = '%1$s';
        INSERT INTO compute.lease (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider,
          instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at)
        SELECT j.tenant_id, gen_random_uuid(), j.id, j.project_id, kind, j.attempt, j.fence, 'ACTIVE', 'local',
          'local.cpu', '%2$s', 7 + j.attempt, '%3$s', j.cpu_millis, j.memory_bytes,
          now() - interval '11 minutes', now() - interval '11 minutes', now() - interval '11 minutes'
        FROM compute.job j
        WHERE j.id = '%1$s'
        """
            .formatted(id, hostId, holderId));
  }
}
