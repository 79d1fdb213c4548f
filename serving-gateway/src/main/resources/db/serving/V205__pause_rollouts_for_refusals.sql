-- What a candidate refuses is its callers' choice: a finding of that alone pauses a rollout, and who resumes it takes it as known.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.rollout
  ADD COLUMN refusals_known boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT rollout_pause_check,
  ADD CONSTRAINT rollout_pause_check CHECK (pause IN ('ASKED_FOR', 'REFUSALS', 'TOO_FEW_REQUESTS'));
