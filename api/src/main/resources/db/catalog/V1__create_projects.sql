GRANT USAGE ON SCHEMA catalog TO keelson_app, keelson_system;

CREATE TABLE catalog.project (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT project_slug_taken UNIQUE (tenant_id, slug)
);
SELECT tenancy.isolate('catalog.project', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('catalog.project', 'SELECT');
