package io.keelson.compute.scheduler;

import java.time.Duration;

/** What the queries about the queue have in common, of entries {@code q}. */
final class QueueOrder {
  /**
   * A job that has waited so long is overtaken only by those that do not delay it, and by others
   * that have waited so long while its tenant has had its turn.
   */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * How many times over processors are given to replicas, which are idle most of the time: one that
   * may use 0.5 CPUs holds an eighth of one, and more only while nobody else wants it.
   */
  private static final int REPLICAS_PER_CPU = 4;

  /** Those that nobody has claimed and whose pause is over, by the database's time. */
  static final String UNCLAIMED =
      """
      (q.claimed_until IS NULL OR q.claimed_until <= statement_timestamp())
        AND (q.not_before IS NULL OR q.not_before <= statement_timestamp())""";

  private static final String KIND =
      "CASE WHEN q.max_seconds IS NULL THEN 'SERVICE' ELSE 'TASK' END";

  /**
   * What tenants hold and got last by jobs of the kind of an entry. What waits for the store when
   * it is gone holds nothing, nor does what is on a lost machine.
   */
  static final String SHARES =
      """
      LEFT JOIN (
        SELECT tenant_id, kind, sum(coalesce(request_cpu_millis, cpu_millis)) AS cpu_millis
        FROM compute.lease
        WHERE status NOT IN ('RELEASED', 'LOST') AND gone_at IS NULL
        GROUP BY tenant_id, kind
      ) AS held ON held.tenant_id = q.tenant_id AND held.kind = %1$s
      LEFT JOIN (
        SELECT waiting.tenant_id, waiting.kind, latest.requested_at, latest.job_id
        FROM (SELECT DISTINCT q.tenant_id, %1$s AS kind FROM compute.queue_entry q) AS waiting
        CROSS JOIN LATERAL (
          SELECT l.requested_at, l.job_id
          FROM compute.lease l
          WHERE l.tenant_id = waiting.tenant_id AND l.kind = waiting.kind
          ORDER BY l.requested_at DESC
          LIMIT 1
        ) AS latest
      ) AS placed ON placed.tenant_id = q.tenant_id AND placed.kind = %1$s"""
          .formatted(KIND);

  /**
   * Who is next, of entries with their {@link #SHARES} whose patience ends at {@code $patience}. A
   * tenant has waited since its latest job was placed, but for what that one has overtaken: ids
   * rise with time.
   */
  static final String TURN =
      """
      CASE WHEN q.queued_at < $patience THEN 0 ELSE coalesce(held.cpu_millis, 0) END,
      CASE WHEN q.job_id > placed.job_id THEN greatest(q.queued_at, placed.requested_at) ELSE q.queued_at END,
      q.queued_at,
      q.job_id""";

  /**
   * The thousandths of a processor that an entry's machine keeps for it: of what a task may use
   * all, of what a replica may use the part that is not given to others while it is idle; never
   * none.
   */
  static final String REQUEST =
      "CASE WHEN q.max_seconds IS NULL THEN ceil(q.cpu_millis / %d.0)::int ELSE q.cpu_millis END"
          .formatted(REPLICAS_PER_CPU);

  private QueueOrder() {}

  /** What an entry's machine keeps of its disk for it, in bytes. */
  static String disk(String ofTask, String ofReplica) {
    return "CASE WHEN q.max_seconds IS NULL THEN %s::bigint ELSE %s::bigint END"
        .formatted(ofReplica, ofTask);
  }
}
