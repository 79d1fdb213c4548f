-- Tenants take turns: whose latest task, or replica, was placed longest ago is next.
SET LOCAL lock_timeout = '20s';
CREATE INDEX lease_by_kind_and_age ON compute.lease (tenant_id, kind, requested_at);
