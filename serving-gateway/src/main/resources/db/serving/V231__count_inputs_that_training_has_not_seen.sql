-- A model's requests may bring tensors, or columns, that its training profile does not know. Of a window, how many rows came so
-- is exact; of the names the most frequent are kept, each with about how many rows, so that what callers make up has a bound.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.drift_window
  ADD COLUMN unseen_rows bigint NOT NULL DEFAULT 0,
  ADD COLUMN unseen_names jsonb NOT NULL DEFAULT '{}';
