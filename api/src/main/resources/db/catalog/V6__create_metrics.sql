-- A key of a run, with what is asked for most: the latest, smallest and largest value. Its number stands for run and
-- key in the rows below. Updated in place on every batch: room is left in the pages for that.
CREATE TABLE catalog.metric_series (
  tenant_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_id uuid NOT NULL,
  key text NOT NULL,
  latest_value double precision NOT NULL,
  latest_step bigint NOT NULL,
  latest_at timestamptz NOT NULL,
  min_value double precision,
  max_value double precision,
  points bigint NOT NULL,
  last_batch int NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id),
  CONSTRAINT metric_series_taken UNIQUE (tenant_id, run_id, key)
) WITH (fillfactor = 70);
SELECT tenancy.isolate('catalog.metric_series', 'SELECT, INSERT, UPDATE');

-- Batches of a run are numbered, and its lock puts them in order: the number of a batch is a cursor that misses nothing.
CREATE TABLE catalog.run_log (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  last_batch int NOT NULL,
  PRIMARY KEY (tenant_id, run_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
) WITH (fillfactor = 70);
SELECT tenancy.isolate('catalog.run_log', 'SELECT, INSERT, UPDATE');

-- A measurement in 84 bytes. Widest columns first, so that none is padded. No foreign key: the series is written in
-- the same transaction, and a check per row would double the cost of a batch.
CREATE TABLE catalog.metric (
  tenant_id uuid NOT NULL,
  series_id bigint NOT NULL,
  step bigint NOT NULL,
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  batch int NOT NULL,
  ordinal smallint NOT NULL
) PARTITION BY HASH (tenant_id, series_id);

-- Serves both a whole series and what came after a batch.
CREATE INDEX metric_by_series ON catalog.metric (tenant_id, series_id, batch);
SELECT tenancy.isolate('catalog.metric', 'SELECT, INSERT');

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE catalog.metric_%s PARTITION OF catalog.metric FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
      lpad(i::text, 2, '0'), i);
    PERFORM tenancy.isolate(format('catalog.metric_%s', lpad(i::text, 2, '0'))::regclass, 'SELECT');
  END LOOP;
END
$$;
