package io.keelson.tenancy.testing;

import io.keelson.tenancy.embedded.ServerAddresses;

/** The servers that tests stand on, wherever they run. */
public interface Fleet {
  /** Known before Keycloak is up. */
  ServerAddresses addresses();

  /** Of the account {@code postgres}. */
  String superuserPassword();

  /** Of Keycloak's account {@code admin}. */
  String keycloakAdminPassword();

  /** True when no other test process uses them. */
  boolean alone();

  /** Returns when it answers with the realm; does nothing when it does already. */
  void awaitKeycloak();
}
