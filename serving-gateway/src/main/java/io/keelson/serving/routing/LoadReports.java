package io.keelson.serving.routing;

import io.keelson.serving.dataplane.ReplicaTarget;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells the others what this process has in flight at each replica, while it has something and once
 * after.
 */
public final class LoadReports {
  private static final int MAX_BATCH = 5_000;
  private final SystemDatabase system;
  private final UUID instanceId;
  private final InstantSource clock;
  private final Map<UUID, Integer> reported = new HashMap<>();

  public LoadReports(SystemDatabase system, UUID instanceId, InstantSource clock) {
    this.system = system;
    this.instanceId = instanceId;
    this.clock = clock;
  }

  /** Called by one thread. */
  public void report(List<ReplicaTarget> targets) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<Tuple> rows = new ArrayList<>();
    Map<UUID, Integer> sent = new HashMap<>();
    for (ReplicaTarget target : targets) {
      int inFlight = target.inFlight();
      boolean news = inFlight > 0 || reported.getOrDefault(target.jobId(), 0) > 0;
      if (news && rows.size() < MAX_BATCH) {
        rows.add(Tuple.of(target.tenantId(), target.jobId(), instanceId, inFlight, now));
        sent.put(target.jobId(), inFlight);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    system.transact(
        SystemUse.SERVING_CONTROL,
        tx ->
            tx.batch(
                """
                INSERT INTO serving.replica_load (tenant_id, job_id, instance_id, in_flight, reported_at)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (tenant_id, job_id, instance_id)
                DO UPDATE SET in_flight = excluded.in_flight, reported_at = excluded.reported_at
                """,
                rows));
    sent.forEach(
        (jobId, inFlight) -> {
          if (inFlight == 0) {
            reported.remove(jobId);
          } else {
            reported.put(jobId, inFlight);
          }
        });
  }

  /** Whether there is nothing in flight at it, and the others know. */
  boolean isSettled(ReplicaTarget target) {
    return target.inFlight() == 0 && !reported.containsKey(target.jobId());
  }
}
