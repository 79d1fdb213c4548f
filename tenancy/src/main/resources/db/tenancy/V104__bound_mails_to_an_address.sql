-- How many mails of invitations an address gets on a day, by UTC, from whichever tenants: of the address a hash is here, of the
-- tenants nothing. Rows of days that are over are removed by later invitations.
CREATE TABLE tenancy.invited_address (
  address_hash bytea NOT NULL PRIMARY KEY,
  day date NOT NULL,
  mails int NOT NULL CHECK (mails > 0)
);
CREATE INDEX invited_address_by_day ON tenancy.invited_address (day);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenancy.invited_address TO keelson_app;
