-- The realm says in whole seconds when a session began. Marks of the sessions that are no later sign-in of the same second:
-- those seen that began when signed_in_at says, and those that were there at a loss. Null where that is not known.
ALTER TABLE tenancy.sign_on_person ADD COLUMN sessions text[];
