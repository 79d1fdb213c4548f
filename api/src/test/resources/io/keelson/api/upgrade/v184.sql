-- Rows of one tenant as releases wrote them whose scripts ended at 184. Ids are numbers, padded.
CREATE FUNCTION pg_temp.n(n int) RETURNS uuid LANGUAGE sql AS $$ SELECT lpad(n::text, 32, '0')::uuid $$;
INSERT INTO catalog.project (tenant_id, id, slug, name, created_by, created_by_kind, created_at)
VALUES (pg_temp.n(1), pg_temp.n(2), 'wine', 'Wine', 'ann', 'PERSON', '2026-01-01');
INSERT INTO catalog.dataset (tenant_id, id, project_id, name, created_by, created_by_kind, created_at)
VALUES (pg_temp.n(1), pg_temp.n(3), pg_temp.n(2), 'wine', 'ann', 'PERSON', '2026-01-01');
INSERT INTO catalog.dataset_version
  (tenant_id, id, project_id, dataset_id, number, status, created_by, created_by_kind, created_at)
SELECT pg_temp.n(1), pg_temp.n(10 + i), pg_temp.n(2), pg_temp.n(3), i, 'OPEN', 'ann', 'PERSON', '2026-01-01'
FROM generate_series(1, 3) i;
INSERT INTO catalog.dataset_file (tenant_id, id, project_id, dataset_version_id, path, digest, size_bytes, added_at)
SELECT pg_temp.n(1), pg_temp.n(20 + i), pg_temp.n(2), pg_temp.n(10 + i), 'wine.csv', 'sha256:' || repeat(i::text, 64), 10, '2026-01-01'
FROM generate_series(1, 3) i;
UPDATE catalog.dataset_version
SET status = 'SEALED', digest = 'sha256:' || repeat(number::text, 64), size_bytes = 10, files = 1, sealed_at = '2026-01-01';
UPDATE catalog.dataset_version SET status = 'VALIDATING' WHERE number > 1;
UPDATE catalog.dataset_version SET status = 'REJECTED', rejection = '1 of 1 checks failed' WHERE number = 2;
INSERT INTO catalog.expectation_suite
  (tenant_id, id, project_id, dataset_id, number, digest, expectations, created_at, created_by, created_by_kind, created_by_id)
VALUES (pg_temp.n(1), pg_temp.n(30), pg_temp.n(2), pg_temp.n(3), 1, 'sha256:' || repeat('a', 64), '[]', '2026-01-01', 'ann', 'PERSON', pg_temp.n(9));
INSERT INTO compute.job
  (tenant_id, id, project_id, name, kind, status, program, command, environment, parameters, inputs, outputs, cpu_millis,
   memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
SELECT pg_temp.n(1), pg_temp.n(id), pg_temp.n(2), name, 'TASK', status, 'profiler', '{true}', '{}', '{}', '[]', outputs::jsonb, 1,
  1, 1, 'keelson', kind, '2026-01-01', ended_at::timestamptz
FROM (VALUES
  (40, 'validate', 'SUCCEEDED', 'PLATFORM', '[{"path":"a","digest":"sha256:b","sizeBytes":1}]', '2026-01-02'),
  (41, 'validate', 'RUNNING', 'PLATFORM', '[]', NULL),
  (42, 'retraining', 'SUCCEEDED', 'PERSON', '[{"path":"a","digest":"sha256:b","sizeBytes":1}]', '2026-01-02')
) AS j (id, name, status, kind, outputs, ended_at);
INSERT INTO catalog.profile_task (tenant_id, dataset_version_id, due_at, job_id)
VALUES (pg_temp.n(1), pg_temp.n(13), '2026-01-01', pg_temp.n(41));
INSERT INTO catalog.validation
  (tenant_id, id, project_id, dataset_version_id, suite_id, version_digest, suite_digest, job_id, status, failed, error, started_at, ended_at)
VALUES
  (pg_temp.n(1), pg_temp.n(50), pg_temp.n(2), pg_temp.n(12), pg_temp.n(30), 'sha256:b', 'sha256:a', pg_temp.n(40), 'FAILED', 1, NULL, '2026-01-01', '2026-01-02'),
  (pg_temp.n(1), pg_temp.n(51), pg_temp.n(2), pg_temp.n(13), pg_temp.n(30), 'sha256:c', 'sha256:a', pg_temp.n(41), 'RUNNING', 0, NULL, '2026-01-01', NULL);
INSERT INTO catalog.checked_table (tenant_id, validation_id, name, failure, failed_rows, kept_rows)
VALUES (pg_temp.n(1), pg_temp.n(50), 'wine.csv', NULL, 4, 0);
INSERT INTO catalog.expectation_result
  (tenant_id, validation_id, number, position, table_name, severity, success, element_count, missing_count, unexpected_count, samples)
VALUES (pg_temp.n(1), pg_temp.n(50), 1, 0, 'wine.csv', 'BLOCK', false, 10, 0, 4, '["x"]');

INSERT INTO serving.endpoint (tenant_id, id, project_id, name, last_number, created_by, created_by_kind, created_at)
VALUES (pg_temp.n(1), pg_temp.n(60), pg_temp.n(2), 'wine', 2, 'ann', 'PERSON', '2026-01-01');
INSERT INTO serving.revision
  (tenant_id, id, endpoint_id, number, status, model_version_id, model_label, model_files, signature, backend, weight,
   min_replicas, max_replicas, cpus, memory_bytes, submitted_by, submitted_by_kind, created_at, status_since, next_check_at)
SELECT pg_temp.n(1), pg_temp.n(60 + i), pg_temp.n(60), i, 'READY', pg_temp.n(70), 'wine v1', '[]', '{}', 'DJL', 50, 1, 1, 1, 1, 'ann',
  'PERSON', '2026-01-01', '2026-01-01', '2026-01-01'
FROM generate_series(1, 2) i;
INSERT INTO serving.rollout
  (tenant_id, id, endpoint_id, project_id, baseline_id, candidate_id, status, weights, hold_s, min_requests, alpha,
   pause_limit_s, step, step_since, paused_until, pause, reason, next_check_at, created_by, created_by_kind, created_at, ended_at)
VALUES
  (pg_temp.n(1), pg_temp.n(80), pg_temp.n(60), pg_temp.n(2), pg_temp.n(61), pg_temp.n(62), 'ROLLED_BACK', '{10}', '{60}', 100, 0.01, 3600, 1,
   '2026-01-01', NULL, NULL, 'tried', '2026-01-01', 'ann', 'PERSON', '2026-01-01', '2026-01-01'),
  (pg_temp.n(1), pg_temp.n(81), pg_temp.n(60), pg_temp.n(2), pg_temp.n(61), pg_temp.n(62), 'PAUSED', '{10,50}', '{60,60}', 100, 0.01, 3600, 1,
   '2026-01-01', '2026-01-01 02:00Z', 'ASKED_FOR', NULL, '2026-01-01', 'ann', 'PERSON', '2026-01-01', NULL);
INSERT INTO serving.rollout_count VALUES (pg_temp.n(1), pg_temp.n(81), 1, pg_temp.n(5), 90, 1, 2, 10, 3, 4);
INSERT INTO serving.rollout_failed_key VALUES (pg_temp.n(1), pg_temp.n(81), 77, 1, true);
INSERT INTO serving.rollout_evidence VALUES (pg_temp.n(1), pg_temp.n(80), 1, '2026-01-01', 1, 10, 90, 1, 10, 5, 4.7, 'FAIL');
INSERT INTO serving.capture (tenant_id, endpoint_id, dataset_id, collector_id, share, redact, kept)
VALUES (pg_temp.n(1), pg_temp.n(60), pg_temp.n(3), pg_temp.n(90), 0.5, '{name}', 1000);
INSERT INTO catalog.collector
  (tenant_id, id, project_id, dataset_id, seal_after_rows, seal_after_bytes, seal_after_s, created_at, created_by, created_by_kind)
VALUES (pg_temp.n(1), pg_temp.n(90), pg_temp.n(2), pg_temp.n(3), 1, 1, 1, '2026-01-01', 'ann', 'PERSON');

INSERT INTO catalog.alert_rule
  (tenant_id, id, project_id, name, kind, threshold, window_s, for_s, severity, next_check_at, created_at, created_by, created_by_kind)
VALUES (pg_temp.n(1), pg_temp.n(100), pg_temp.n(2), 'tasks', 'JOB_FAILURE', 0, 60, 0, 'WARNING', '2026-01-01', '2026-01-01', 'ann', 'PERSON');
INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, ended_at)
VALUES
  (pg_temp.n(1), pg_temp.n(101), pg_temp.n(100), pg_temp.n(2), 'RESOLVED', '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-02'),
  (pg_temp.n(1), pg_temp.n(102), pg_temp.n(100), pg_temp.n(2), 'FIRING', '2026-01-03', '2026-01-03', '2026-01-03', NULL);
INSERT INTO catalog.alert_change (tenant_id, alert_id, number, status, at, evidence)
VALUES (pg_temp.n(1), pg_temp.n(102), 1, 'FIRING', '2026-01-03', '{"value": 1}');
INSERT INTO catalog.comment
  (tenant_id, id, project_id, subject_kind, subject_id, text, created_at, created_by, created_by_kind)
VALUES
  (pg_temp.n(1), pg_temp.n(110), pg_temp.n(2), 'ENDPOINT', pg_temp.n(60), 'looks good', '2026-01-01', 'ann', 'PERSON'),
  (pg_temp.n(1), pg_temp.n(111), pg_temp.n(2), 'JOB', pg_temp.n(42), 'took long', '2026-01-01', 'ann', 'PERSON');
INSERT INTO catalog.inbox_thread
  (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text, by_actor, by_actor_kind, at)
VALUES (pg_temp.n(1), pg_temp.n(112), pg_temp.n(9), pg_temp.n(112), pg_temp.n(2), 'ENDPOINT', pg_temp.n(60), 'MENTION', 'looks', 'ann', 'PERSON', '2026-01-01');

INSERT INTO catalog.registered_model (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, last_number)
VALUES (pg_temp.n(1), pg_temp.n(120), pg_temp.n(2), 'wine', '2026-01-01', 'ann', 'PERSON', 0);
INSERT INTO catalog.retraining_policy
  (tenant_id, id, project_id, model_id, spec, seen_number, counted_from, set_at, set_by, set_by_kind, set_by_id, version)
VALUES (pg_temp.n(1), pg_temp.n(121), pg_temp.n(2), pg_temp.n(120), '{"target":"quality"}', 3, '2026-01-01', '2026-01-01', 'ann', 'PERSON', pg_temp.n(9), 2);
INSERT INTO catalog.retraining_run
  (tenant_id, id, project_id, policy_id, policy_version, spec, acts_as, acts_as_kind, acts_as_id, kind, evidence,
   triggered_by, triggered_by_kind, status, reason, due_at, rollout_id, created_at, ended_at)
VALUES
  (pg_temp.n(1), pg_temp.n(122), pg_temp.n(2), pg_temp.n(121), 1, '{"target":"class"}', 'ann', 'PERSON', pg_temp.n(9), 'SCHEDULE', '{"at":1}',
   'keelson', 'PLATFORM', 'DECLINED', 'no data', NULL, NULL, '2026-01-01', '2026-01-01'),
  (pg_temp.n(1), pg_temp.n(123), pg_temp.n(2), pg_temp.n(121), 2, '{"target":"quality"}', 'ann', 'PERSON', pg_temp.n(9), 'BY_HAND', '{}',
   'ann', 'PERSON', 'CANARY', NULL, '2026-01-02', pg_temp.n(81), '2026-01-02', NULL);
INSERT INTO catalog.retraining_trigger VALUES (pg_temp.n(1), pg_temp.n(121), 'SCHEDULE', '2026-01-01T00:00Z', pg_temp.n(122), '2026-01-01');
INSERT INTO catalog.retraining_change VALUES (pg_temp.n(1), pg_temp.n(122), 1, 'DECLINED', '2026-01-01');
INSERT INTO catalog.retraining_check VALUES (pg_temp.n(1), pg_temp.n(122), 1, 'DATA', false, 'none');
