-- Windows may be as short as ten seconds: how many of them an endpoint keeps is bounded by their number.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.drift_rule
  DROP CONSTRAINT drift_rule_window_s_check,
  ADD CONSTRAINT drift_rule_window_s_check CHECK (window_s BETWEEN 10 AND 604800);
