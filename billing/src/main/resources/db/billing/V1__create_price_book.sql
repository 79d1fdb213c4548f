GRANT USAGE ON SCHEMA billing TO keelson_app, keelson_system;

-- The platform's prices: the same for every tenant, so there is no tenant_id. The operator writes them as the owner.
CREATE TABLE billing.price (
  meter text NOT NULL,
  resource_pattern text NOT NULL DEFAULT '%',
  unit_price numeric NOT NULL CHECK (unit_price >= 0),
  currency text NOT NULL CHECK (currency = 'EUR'),
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (meter, resource_pattern, valid_from)
);
GRANT SELECT ON billing.price TO keelson_app, keelson_system;

-- What one tenant has negotiated goes before the platform's price.
CREATE TABLE billing.tenant_price (
  tenant_id uuid NOT NULL,
  meter text NOT NULL,
  resource_pattern text NOT NULL DEFAULT '%',
  unit_price numeric NOT NULL CHECK (unit_price >= 0),
  currency text NOT NULL CHECK (currency = 'EUR'),
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, meter, resource_pattern, valid_from)
);
SELECT tenancy.isolate('billing.tenant_price', 'SELECT');

INSERT INTO billing.price (meter, unit_price, currency, valid_from)
VALUES
  ('job.cpu_seconds', 0.0000125, 'EUR', '2026-01-01T00:00:00Z'),             -- 0.045 an hour
  ('job.memory_gib_seconds', 0.0000014, 'EUR', '2026-01-01T00:00:00Z'),      -- 0.00504 an hour
  ('replica.cpu_seconds', 0.0000139, 'EUR', '2026-01-01T00:00:00Z'),         -- 0.05004 an hour
  ('replica.memory_gib_seconds', 0.0000015, 'EUR', '2026-01-01T00:00:00Z'),  -- 0.0054 an hour
  ('inference.requests', 0.0000004, 'EUR', '2026-01-01T00:00:00Z'),          -- 0.40 a million
  ('storage.gib_hours', 0.0000315, 'EUR', '2026-01-01T00:00:00Z');           -- 0.023 a month of 730 hours
