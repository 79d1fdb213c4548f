-- Sticky keys that different gateways see add up, and those that several see are one: instead of the greatest count of any of
-- them a step keeps the bits of a linear count (Whang, Vander-Zanden, Taylor 1990), which they join by OR.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.rollout_count
  ADD COLUMN baseline_keys bit(2048),
  ADD COLUMN candidate_keys bit(2048),
  ADD CONSTRAINT rollout_count_keys_check CHECK ((baseline_keys IS NULL) = (candidate_keys IS NULL));

-- About how many keys have set the bits of a sketch; of one that is full as many as if one bit were free.
CREATE FUNCTION serving.keys_of(sketch bit) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT length(sketch) * ln(length(sketch)::double precision / greatest(length(sketch) - bit_count(sketch), 1))
$$;

-- What rollouts that are over have counted of keys is added up, a row a step; those under way count theirs anew. So it is done
-- from now on when a rollout ends.
GRANT DELETE ON serving.rollout_count TO keelson_app;
CREATE TEMPORARY TABLE counted_by_groups ON COMMIT DROP AS
SELECT * FROM serving.rollout_count WHERE instance_id BETWEEN '00000000-0000-8000-0000-000000000000' AND '00000000-0000-8000-0000-0000000000ff';
DELETE FROM serving.rollout_count c
USING counted_by_groups g
WHERE c.tenant_id = g.tenant_id AND c.rollout_id = g.rollout_id AND c.step = g.step AND c.instance_id = g.instance_id;
INSERT INTO serving.rollout_count AS c
  (tenant_id, rollout_id, step, instance_id, baseline_requests, baseline_errors, baseline_caller_errors,
   candidate_requests, candidate_errors, candidate_caller_errors)
SELECT g.tenant_id, g.rollout_id, g.step, '00000000-0000-0000-0000-000000000000',
  sum(g.baseline_requests), 0, 0, sum(g.candidate_requests), 0, 0
FROM counted_by_groups g
JOIN serving.rollout r ON r.tenant_id = g.tenant_id AND r.id = g.rollout_id
WHERE r.ended_at IS NOT NULL
GROUP BY g.tenant_id, g.rollout_id, g.step
ON CONFLICT (tenant_id, rollout_id, step, instance_id)
DO UPDATE SET baseline_requests = c.baseline_requests + excluded.baseline_requests,
  candidate_requests = c.candidate_requests + excluded.candidate_requests;
