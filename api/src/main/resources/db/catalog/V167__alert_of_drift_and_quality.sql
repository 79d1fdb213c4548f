-- Rules may be of what is found of an endpoint's requests, and of its predictions.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.alert_rule
  DROP CONSTRAINT alert_rule_kind_check,
  DROP CONSTRAINT alert_rule_check,
  ADD CONSTRAINT alert_rule_kind_check
    CHECK (kind IN ('ENDPOINT_LATENCY', 'ENDPOINT_ERRORS', 'DRIFT', 'QUALITY', 'JOB_FAILURE', 'BUDGET')),
  ADD CONSTRAINT alert_rule_of_endpoint
    CHECK ((kind IN ('ENDPOINT_LATENCY', 'ENDPOINT_ERRORS', 'DRIFT', 'QUALITY')) = (endpoint_id IS NOT NULL));
