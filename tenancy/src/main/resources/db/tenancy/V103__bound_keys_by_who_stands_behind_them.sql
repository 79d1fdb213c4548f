-- What the account behind a key holds bounds what the key may do.
GRANT SELECT (behind_account_id) ON tenancy.api_key TO keelson_system;
