package io.keelson.api.retention;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What a day leaves of data that was collected and tried, and of an endpoint that is watched,
 * judged and talked about.
 */
final class WatchedDay {
  private final Transaction tx;
  private final UUID project;
  private final UUID endpoint;
  private final UUID revision;
  private final OffsetDateTime now;

  WatchedDay(Transaction tx, UUID project, UUID endpoint, UUID revision, OffsetDateTime now) {
    this.tx = tx;
    this.project = project;
    this.endpoint = endpoint;
    this.revision = revision;
    this.now = now;
  }

  void pass() {
    data();
    quality();
    drift();
    rollout();
    alerts();
    talk();
    retraining();
  }

  /** A comment that was deleted again, and what somebody was told of it. */
  private void talk() {
    tx.update(
        """
        INSERT INTO catalog.comment
          (tenant_id, id, project_id, subject_kind, subject_id, text, created_at, created_by, created_by_kind, deleted_at)
        VALUES ($1, $2, $3, 'ENDPOINT', $4, '', $5, 'demo', 'PERSON', $5)
        """,
        tx.tenantId(),
        Ids.next(),
        project,
        endpoint,
        now);
    UUID thread = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.inbox_thread
          (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text, by_actor, by_actor_kind,
           at)
        VALUES ($1, $2, $2, $2, $3, 'ENDPOINT', $4, 'REPLY', 'answers', 'demo', 'PERSON', $5)
        """,
        tx.tenantId(),
        thread,
        project,
        endpoint,
        now);
  }

  /** A run of the model's policy that was declined, with what it consumed and saw. */
  private void retraining() {
    tx.update(
        """
        INSERT INTO catalog.registered_model
          (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, last_number)
        VALUES ($1, $2, $2, 'retrained', $3, 'demo', 'PERSON', 0)
        ON CONFLICT DO NOTHING
        """,
        tx.tenantId(),
        project,
        now);
    tx.update(
        """
        INSERT INTO catalog.retraining_policy
          (tenant_id, id, project_id, model_id, spec, seen_number, counted_from, set_at, set_by, set_by_kind, set_by_id)
        VALUES ($1, $2, $2, $2, '{}', 0, $3, $3, 'demo', 'PERSON', $2)
        ON CONFLICT DO NOTHING
        """,
        tx.tenantId(),
        project,
        now);
    tx.update(
        "INSERT INTO catalog.retraining_policy_version VALUES ($1, $2, 1, '{}') ON CONFLICT DO NOTHING",
        tx.tenantId(),
        project);
    UUID run = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.retraining_run
          (tenant_id, id, project_id, policy_id, policy_version, acts_as, acts_as_kind, acts_as_id, kind, evidence,
           triggered_by, triggered_by_kind, status, created_at, ended_at)
        VALUES ($1, $2, $3, $3, 1, 'demo', 'PERSON', $3, 'SCHEDULE', '{}', 'demo', 'PERSON', 'DECLINED', $4, $4)
        """,
        tx.tenantId(),
        run,
        project,
        now);
    tx.update(
        "INSERT INTO catalog.retraining_trigger VALUES ($1, $2, 'SCHEDULE', $3, $4, $5)",
        tx.tenantId(),
        project,
        now.toString(),
        run,
        now);
    tx.update(
        "INSERT INTO catalog.retraining_change VALUES ($1, $2, 1, 'DECLINED', $3)",
        tx.tenantId(),
        run,
        now);
    tx.update(
        "INSERT INTO catalog.retraining_check VALUES ($1, $2, 1, 'DATA', false, 'none')",
        tx.tenantId(),
        run);
  }

  /** A preview, and a collector that was ended again. */
  private void data() {
    tx.update(
        """
        INSERT INTO catalog.transform_preview (tenant_id, id, project_id, input_project_ids, job_id, status, created_at)
        VALUES ($1, $2, $3, '{}', $2, 'READY', $4)
        """,
        tx.tenantId(),
        Ids.next(),
        project,
        now);
    UUID collector = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.collector
          (tenant_id, id, project_id, dataset_id, seal_after_rows, seal_after_bytes, seal_after_s, created_at,
           created_by, created_by_kind, deleted_at)
        SELECT $1, $2, $3, d.id, 1, 1, 1, $4, 'demo', 'PERSON', $4
        FROM catalog.dataset d
        WHERE d.tenant_id = $1
        ORDER BY d.id
        LIMIT 1
        """,
        tx.tenantId(),
        collector,
        project,
        now);
    tx.update(
        "INSERT INTO catalog.collected_key (tenant_id, collector_id, key, seen_at) VALUES ($1, $2, $2, $3)",
        tx.tenantId(),
        collector,
        now);
  }

  private void quality() {
    tx.update(
        """
        INSERT INTO serving.label (tenant_id, endpoint_id, inference_id, item, value, version, received_at)
        VALUES ($1, $2, $3, 0, '1', 1, $4)
        """,
        tx.tenantId(),
        endpoint,
        Ids.next().toString(),
        now);
    tx.update(
        """
        INSERT INTO serving.quality_window
          (tenant_id, endpoint_id, window_at, revision, window_s, measure, predictions, labels, frozen, computed_at)
        VALUES ($1, $2, $3, 1, 3600, 'ACCURACY', 1, 1, true, $3)
        """,
        tx.tenantId(),
        endpoint,
        now);
  }

  private void drift() {
    tx.update(
        """
        INSERT INTO serving.drift_window
          (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, judged_at, judged_rows,
           verdict, findings)
        VALUES ($1, $2, $3, 3600, 1, $2, 2, '{1,1}', $3, 2, 'INSUFFICIENT', '[]')
        """,
        tx.tenantId(),
        endpoint,
        now);
  }

  /** One that was over the same day, with all that hangs on it. */
  private void rollout() {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO serving.rollout
          (tenant_id, id, endpoint_id, project_id, baseline_id, candidate_id, status, weights, hold_s, min_requests,
           alpha, pause_limit_s, step, step_since, next_check_at, created_by, created_by_kind, created_at, ended_at)
        VALUES ($1, $2, $3, $4, $5, $5, 'PROMOTED', '{10}', '{60}', 1, 0.01, 60, 1, $6, $6, 'demo', 'PERSON', $6, $6)
        """,
        tx.tenantId(),
        id,
        endpoint,
        project,
        revision,
        now);
    tx.update(
        "INSERT INTO serving.rollout_count VALUES ($1, $2, 1, $3, 1, 0, 0, 1, 0, 0)",
        tx.tenantId(),
        id,
        Ids.next());
    tx.update(
        """
        INSERT INTO serving.rollout_failed_key (tenant_id, rollout_id, refusal, key_hash, step, candidate)
        VALUES ($1, $2, false, 1, 1, true)
        """,
        tx.tenantId(),
        id);
    tx.update(
        """
        INSERT INTO serving.rollout_evidence
          (tenant_id, rollout_id, number, at, step, weight, baseline_requests, baseline_errors, candidate_requests,
           candidate_errors, log_evidence, verdict)
        VALUES ($1, $2, 1, $3, 1, 10, 1, 0, 1, 0, 0, 'PASS')
        """,
        tx.tenantId(),
        id,
        now);
  }

  /** A channel and a rule that were deleted again; what was told and what fired. */
  private void alerts() {
    UUID channel = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.alert_channel
          (tenant_id, id, project_id, name, kind, status, created_at, created_by, created_by_kind, deleted_at)
        VALUES ($1, $2, $3, 'mails', 'EMAIL', 'ACTIVE', $4, 'demo', 'PERSON', $4)
        """,
        tx.tenantId(),
        channel,
        project,
        now);
    tx.update(
        "INSERT INTO catalog.alert_lane (tenant_id, channel_id) VALUES ($1, $2)",
        tx.tenantId(),
        channel);
    tx.update(
        """
        INSERT INTO catalog.alert_delivery
          (tenant_id, id, channel_id, project_id, type, title, body, data, reads, occurred_at, status, created_at,
           ended_at)
        VALUES ($1, $2, $3, $4, 'alert', 'a', 'b', '{}', 'JOB_READ', $5, 'DELIVERED', $5, $5)
        """,
        tx.tenantId(),
        Ids.next(),
        channel,
        project,
        now);
    UUID rule = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.alert_rule
          (tenant_id, id, project_id, name, kind, threshold, window_s, for_s, severity, created_at, created_by,
           created_by_kind, deleted_at)
        VALUES ($1, $2, $3, 'tasks', 'JOB_FAILURE', 0, 60, 0, 'WARNING', $4, 'demo', 'PERSON', $4)
        """,
        tx.tenantId(),
        rule,
        project,
        now);
    UUID alert = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, ended_at)
        VALUES ($1, $2, $3, $4, 'RESOLVED', $5, $5, $5)
        """,
        tx.tenantId(),
        alert,
        rule,
        project,
        now);
    tx.update(
        """
        INSERT INTO catalog.alert_change (tenant_id, alert_id, number, status, at, evidence)
        VALUES ($1, $2, 1, 'RESOLVED', $3, '{}')
        """,
        tx.tenantId(),
        alert,
        now);
  }
}
