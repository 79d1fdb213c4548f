-- Which of an endpoint's answered requests are kept, as events of a collector (catalog.collector), and what became of those that
-- were to be kept. A share of 0 keeps none; the numbers stay.
SET LOCAL lock_timeout = '20s';
CREATE TABLE serving.capture (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  share double precision NOT NULL CHECK (share BETWEEN 0 AND 1),
  redact text[] NOT NULL,
  kept bigint NOT NULL DEFAULT 0,
  shortened bigint NOT NULL DEFAULT 0,
  dropped_no_room bigint NOT NULL DEFAULT 0,
  dropped_refused bigint NOT NULL DEFAULT 0,
  dropped_unreadable bigint NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id)
);
SELECT tenancy.isolate('serving.capture', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('serving.capture', 'SELECT (tenant_id, endpoint_id, collector_id, share, redact)');
