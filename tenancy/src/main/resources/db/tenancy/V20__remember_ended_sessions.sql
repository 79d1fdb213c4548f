-- Sign-ins that were ended before their tokens expire, for what was let in with one and is still open. People's sessions belong to
-- no tenant. A row is removed by a later sign-out, when every token of its session has expired long since.
CREATE TABLE tenancy.ended_session (
  session_hash bytea PRIMARY KEY,
  ended_at timestamptz NOT NULL
);
CREATE INDEX ended_session_ended_at ON tenancy.ended_session (ended_at);
GRANT SELECT, INSERT, DELETE ON tenancy.ended_session TO keelson_system;
