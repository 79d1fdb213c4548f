package io.keelson.compute.scheduler;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.Limit;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What tenants hold of the machines, and what they may by their quotas. As seen across tenants it
 * decides whose jobs are looked at; whether one is placed is decided in a transaction of its
 * tenant.
 */
record Allowances(List<Allowance> all) {
  private static final List<QuotaName> NAMES = List.of(QuotaName.RUNNING_JOBS, QuotaName.CPUS);

  /** Of entries {@code q}, those that their tenant's quotas leave room for. */
  static final String WITHIN =
      """
      JOIN unnest($tenants::uuid[], $tasks::bigint[], $cpus::bigint[]) AS may (tenant_id, tasks, cpu_millis)
        ON may.tenant_id = q.tenant_id
          AND (may.tasks > 0 OR q.max_seconds IS NULL)
          AND may.cpu_millis >= q.cpu_millis""";

  /**
   * @param tasks how many hold a machine
   * @param cpuMillis that tasks and replicas hold
   */
  record Allowance(UUID tenantId, long tasks, Limit maxTasks, long cpuMillis, Limit maxCpuMillis) {
    boolean isFull() {
      return maxTasks.left(tasks) == 0;
    }

    boolean leaves(int wantedCpuMillis) {
      return wantedCpuMillis <= maxCpuMillis.left(cpuMillis);
    }
  }

  /** Of all tenants that have something in the queue and may start it: not of suspended ones. */
  static Allowances ofQueue(Transaction tx, Quotas quotas) {
    return read(
        tx,
        quotas,
        """
        SELECT DISTINCT q.tenant_id
        FROM compute.queue_entry q
        JOIN tenancy.tenant t ON t.tenant_id = q.tenant_id AND t.status = 'ACTIVE'
        """);
  }

  static Allowance of(Transaction tx, Quotas quotas, UUID tenantId) {
    return read(tx, quotas, "SELECT $1::uuid AS tenant_id", tenantId).all().getFirst();
  }

  private static Allowances read(Transaction tx, Quotas quotas, String tenants, Object... params) {
    List<Row> held =
        tx.list(
            row -> row,
            """
            SELECT t.tenant_id, count(l.tenant_id) FILTER (WHERE l.kind = 'TASK') AS tasks,
              coalesce(sum(l.cpu_millis) FILTER (WHERE l.gone_at IS NULL), 0)::bigint AS cpu_millis
            FROM (%s) AS t
            LEFT JOIN compute.lease l ON l.tenant_id = t.tenant_id
              AND l.status NOT IN ('RELEASED', 'LOST')
            GROUP BY t.tenant_id
            """
                .formatted(tenants),
            params);
    List<UUID> ids = held.stream().map(row -> row.getUUID("tenant_id")).toList();
    Map<UUID, Quotas.Limits> limits = ids.isEmpty() ? Map.of() : quotas.limits(tx, ids, NAMES);
    List<Allowance> all = new ArrayList<>();
    for (Row row : held) {
      UUID id = row.getUUID("tenant_id");
      all.add(
          new Allowance(
              id,
              row.getLong("tasks"),
              limits.get(id).of(QuotaName.RUNNING_JOBS),
              row.getLong("cpu_millis"),
              limits.get(id).of(QuotaName.CPUS)));
    }
    return new Allowances(all);
  }

  UUID[] tenants() {
    return all.stream().map(Allowance::tenantId).toArray(UUID[]::new);
  }

  Long[] tasksLeft() {
    return all.stream().map(of -> of.maxTasks().left(of.tasks())).toArray(Long[]::new);
  }

  Long[] cpuMillisLeft() {
    return all.stream().map(of -> of.maxCpuMillis().left(of.cpuMillis())).toArray(Long[]::new);
  }
}
