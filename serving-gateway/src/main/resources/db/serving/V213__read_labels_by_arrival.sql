-- How late an endpoint's labels come is read from those that came last.
SET LOCAL lock_timeout = '20s';
CREATE INDEX label_by_arrival ON serving.label (tenant_id, endpoint_id, received_at);
