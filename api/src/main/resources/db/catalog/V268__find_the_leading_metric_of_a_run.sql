-- Which metric says most of a run: the one of the lowest rank, and of several alike the first by key. An index holds the
-- order, so that a page of runs reads one row of each however many keys it logged.
SET LOCAL lock_timeout = '20s';
CREATE FUNCTION catalog.metric_rank(key text) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  -- How good it is on data kept apart.
  WHEN key ~* '(^|[./_-])(val|valid|validation|test|eval)[./_-].*(f1|accuracy|auc|map|r2)' THEN 0
  -- How good it is.
  WHEN key ~* 'f1|accuracy|auc|r2' THEN 1
  -- Its loss on data kept apart.
  WHEN key ~* '(val|test|eval).*loss' THEN 2
  -- Any loss.
  WHEN key ~* 'loss' THEN 3
  ELSE 4
END;

CREATE INDEX metric_series_by_rank ON catalog.metric_series (tenant_id, run_id, catalog.metric_rank(key), key);
