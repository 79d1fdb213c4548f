package io.keelson.api.identity;

import io.keelson.tenancy.access.Principal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom a socket was opened by.
 *
 * @param identity as it was recognised
 * @param credential to ask again whether it counts
 * @param tenantSlug the tenant that was named; null for none
 * @param bearer the key or token that was sent; null for a session
 * @param expiresAt when a person's token expires; null for a credential without an end of its own
 */
public record SignedIn(
    SecurityIdentity identity,
    Credential credential,
    String tenantSlug,
    String bearer,
    Instant expiresAt) {

  /** The identity for one operation, with the rights that its owner has now. */
  public SecurityIdentity now(Standing.Counts standing, SocketCall call) {
    Visitor before = identity.getAttribute(Visitor.ATTRIBUTE);
    return QuarkusSecurityIdentity.builder(identity)
        .addAttribute(Visitor.ATTRIBUTE, new Visitor(before.person(), standing.principal()))
        .addAttribute(SocketCall.ATTRIBUTE, call)
        .build();
  }

  /** Empty for a person who has named none, or belongs to none that they named. */
  public Optional<UUID> tenantId() {
    return visitor().principal().map(Principal::tenantId);
  }

  public Visitor visitor() {
    return identity.getAttribute(Visitor.ATTRIBUTE);
  }

  /** Whose share of what is bounded it uses: the tenant, or a person who has named none. */
  public Object payer() {
    Visitor visitor = identity.getAttribute(Visitor.ATTRIBUTE);
    return visitor
        .principal()
        .<Object>map(Principal::tenantId)
        .orElseGet(() -> visitor.person().orElseThrow().id());
  }

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "SignedIn[" + identity.getPrincipal().getName() + "]";
  }
}
