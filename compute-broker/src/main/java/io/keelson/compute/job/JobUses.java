package io.keelson.compute.job;

import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What the jobs of a tenant use of its quotas. */
public final class JobUses {
  public List<QuotaUse> all() {
    return List.of(queued(), running(), cpus());
  }

  /** Only a replica has no time limit. */
  @Produces
  @Singleton
  QuotaUse queued() {
    return QuotaUse.counted(
        QuotaName.QUEUED_JOBS,
        """
        SELECT count(*)
        FROM compute.queue_entry
        WHERE tenant_id = $1 AND max_seconds IS NOT NULL
        """);
  }

  /** Until all that it left is stored and its folder may go, or its machine is lost. */
  @Produces
  @Singleton
  QuotaUse running() {
    return QuotaUse.counted(
        QuotaName.RUNNING_JOBS,
        """
        SELECT count(*)
        FROM compute.lease
        WHERE tenant_id = $1 AND status NOT IN ('RELEASED', 'LOST') AND kind = 'TASK'
        """);
  }

  /**
   * Of tasks and replicas, until the provider has confirmed that nothing of them runs, or their
   * machine is lost.
   */
  @Produces
  @Singleton
  QuotaUse cpus() {
    return QuotaUse.counted(
        QuotaName.CPUS,
        """
        SELECT coalesce(sum(cpu_millis), 0)::bigint
        FROM compute.lease
        WHERE tenant_id = $1 AND status NOT IN ('RELEASED', 'LOST') AND gone_at IS NULL
        """);
  }
}
