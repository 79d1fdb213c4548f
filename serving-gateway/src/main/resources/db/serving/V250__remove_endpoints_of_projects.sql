-- Endpoints go with their project, children first; the catalog, which knows projects, lets no other endpoint go.
SET LOCAL lock_timeout = '20s';
GRANT DELETE ON
  serving.endpoint, serving.revision, serving.capture, serving.quality_rule, serving.drift_rule, serving.rollout_policy,
  serving.rollout_count, serving.rollout_evidence, serving.reference_profile
TO keelson_app;
CREATE INDEX revision_by_model_version ON serving.revision (tenant_id, model_version_id);
CREATE INDEX rollout_by_baseline ON serving.rollout (tenant_id, baseline_id);
CREATE INDEX rollout_by_candidate ON serving.rollout (tenant_id, candidate_id);
