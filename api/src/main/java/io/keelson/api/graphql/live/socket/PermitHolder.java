package io.keelson.api.graphql.live.socket;

import io.keelson.api.identity.Credential;
import io.keelson.api.identity.SignedIn;
import java.util.Optional;

/** Whose permit a socket holds. */
sealed interface PermitHolder {

  /** An address, of whoever has not said who they are. */
  record Stranger(String address) implements PermitHolder {}

  /** Whoever has, and whoever pays for them. */
  record Owner(Credential credential, Object payer) implements PermitHolder {}

  static PermitHolder of(SignedIn who) {
    return new Owner(who.credential(), who.payer());
  }

  /**
   * @param opened who opened the socket, if they said so: no crowd of strangers keeps them out
   */
  static PermitHolder of(Optional<SignedIn> opened, String address) {
    return opened.map(PermitHolder::of).orElseGet(() -> new Stranger(address));
  }
}
