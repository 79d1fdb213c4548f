-- That there is nothing to judge by is how a rule stands, and no alert of its own.
ALTER TABLE catalog.alert_rule ADD COLUMN without_data boolean NOT NULL DEFAULT false;
DELETE FROM catalog.alert a
WHERE a.fired_at IS NULL AND NOT EXISTS (
  SELECT 1
  FROM catalog.alert_change c
  WHERE c.tenant_id = a.tenant_id AND c.alert_id = a.id AND c.status IN ('PENDING', 'FIRING'));

-- Those that go on are read first; the newest of the others by the index of all.
CREATE INDEX alert_going_on_of_project ON catalog.alert (tenant_id, project_id, id) WHERE ended_at IS NULL;
