-- A policy's transform reads what was collected since its last training: several versions by one name.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.transform_input DROP CONSTRAINT transform_input_pkey;
ALTER TABLE catalog.transform_input ADD PRIMARY KEY (tenant_id, dataset_version_id, name, input_version_id);
