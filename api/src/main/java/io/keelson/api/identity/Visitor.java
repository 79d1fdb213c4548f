package io.keelson.api.identity;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.member.Person;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Who a request comes from, once its credential was checked.
 *
 * @param person the signed-in person; empty for a key or a job
 * @param principal their rights in the tenant that the request names; empty when it names none
 */
public record Visitor(Optional<Person> person, Optional<Principal> principal) {
  static final String ATTRIBUTE = "keelson.visitor";

  /** Empty when the request has no credential, or one that does not count. */
  public static Optional<Visitor> of(RoutingContext context) {
    return context.user() instanceof QuarkusHttpUser user
        ? Optional.ofNullable(user.getSecurityIdentity().getAttribute(ATTRIBUTE))
        : Optional.empty();
  }

  /** Empty for an identity without a credential. */
  public static Optional<Visitor> of(SecurityIdentity identity) {
    return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
  }
}
