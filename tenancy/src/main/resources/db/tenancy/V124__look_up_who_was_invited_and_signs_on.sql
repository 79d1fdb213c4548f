-- Whoever came by an invitation and signs on is looked up too, and keeps a place that is the invitation's, not the provider's. Until
-- now they were the members that nobody looked up; that begins at their next sign-in.
ALTER TABLE tenancy.sign_on_person ADD COLUMN by_invitation boolean NOT NULL DEFAULT false;
UPDATE tenancy.sign_on_person s
SET by_invitation = true
WHERE s.due_at IS NULL AND s.lost_at IS NULL
  AND EXISTS (SELECT 1 FROM tenancy.member m WHERE m.tenant_id = s.tenant_id AND m.person_id = s.person_id);
