-- How many channels a tenant has tried in the last minute is counted before each test.
SET LOCAL lock_timeout = '20s';
CREATE INDEX alert_delivery_test ON catalog.alert_delivery (tenant_id, (greatest(created_at, last_attempt_at)))
  WHERE type = 'channel.test';
