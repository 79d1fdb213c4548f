-- An endpoint says by which steps a candidate takes over there when nobody says otherwise, and what all requests of one caller are
-- known by. Whoever may decide about a rollout moves the end of its pause, for as long as a pause may last in all.
SET LOCAL lock_timeout = '20s';
CREATE TABLE serving.rollout_policy (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  weights int[] NOT NULL,
  hold_s int[] NOT NULL,
  min_requests bigint NOT NULL CHECK (min_requests >= 1),
  alpha double precision NOT NULL CHECK (alpha > 0 AND alpha < 1),
  pause_limit_s int NOT NULL CHECK (pause_limit_s > 0),
  sticky_header text NOT NULL,
  set_by text NOT NULL,
  set_by_kind text NOT NULL,
  set_by_id uuid,
  set_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id),
  CHECK (cardinality(weights) = cardinality(hold_s))
);
SELECT tenancy.isolate('serving.rollout_policy', 'SELECT, INSERT, UPDATE');

ALTER TABLE serving.rollout
  ADD COLUMN sticky_header text NOT NULL DEFAULT 'x-keelson-sticky-key',
  ADD COLUMN paused_since timestamptz;
UPDATE serving.rollout SET paused_since = paused_until - make_interval(secs => pause_limit_s) WHERE status = 'PAUSED';
ALTER TABLE serving.rollout ADD CHECK ((status = 'PAUSED') = (paused_since IS NOT NULL));
GRANT SELECT (sticky_header) ON serving.rollout TO keelson_system;

ALTER TABLE serving.rollout_evidence
  ADD COLUMN extended_until timestamptz,
  ADD COLUMN extended_by text,
  ADD COLUMN extended_by_kind text,
  ADD COLUMN extended_by_id uuid;
