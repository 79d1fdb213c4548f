-- What a candidate refuses as its callers' fault is judged by a test of its own: of each sticky key the first refusal counts alone,
-- as the first error does, and evidence says what came of both tests.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.rollout_failed_key
  ADD COLUMN refusal boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT rollout_failed_key_pkey,
  ADD PRIMARY KEY (tenant_id, rollout_id, refusal, key_hash);
ALTER TABLE serving.rollout_failed_key ALTER COLUMN refusal DROP DEFAULT;
ALTER TABLE serving.rollout_evidence
  ADD COLUMN baseline_caller_errors bigint NOT NULL DEFAULT 0,
  ADD COLUMN candidate_caller_errors bigint NOT NULL DEFAULT 0,
  ADD COLUMN log_caller_evidence double precision NOT NULL DEFAULT 0;
