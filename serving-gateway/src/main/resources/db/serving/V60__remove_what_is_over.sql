-- What goes some time after it is over. Billing cursors go with what they have billed: a gateway's end.
CREATE INDEX traffic_by_age ON serving.traffic (tenant_id, minute);
CREATE INDEX replica_by_end ON serving.replica (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX metering_cursor_by_age ON serving.metering_cursor (tenant_id, billed_until);
GRANT DELETE ON serving.traffic, serving.replica TO keelson_app;
