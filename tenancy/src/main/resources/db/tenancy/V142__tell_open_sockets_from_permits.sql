-- How many of the permits are in use, as the process last wrote it: what is shown. The others are taken ahead.
ALTER TABLE tenancy.socket_share ADD COLUMN opened bigint NOT NULL DEFAULT 0;
UPDATE tenancy.socket_share SET opened = held;
GRANT UPDATE (opened) ON tenancy.socket_share TO keelson_system;
