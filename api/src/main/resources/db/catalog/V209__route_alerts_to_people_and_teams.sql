-- Who is told of a rule's alerts beside its channels and whoever made it. Those who have left are passed over where it is read.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.alert_rule
  ADD COLUMN member_ids uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(member_ids) <= 20),
  ADD COLUMN team_ids uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(team_ids) <= 10);
