package io.keelson.api.identity;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Unauthenticated;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * For what lasts longer than a request: the caller's rights as they are now, not as they were when
 * it began.
 */
@ApplicationScoped
public class Freshness {
  private final AccessDirectory directory;

  Freshness(AccessDirectory directory) {
    this.directory = directory;
  }

  /**
   * May block.
   *
   * @throws Unauthenticated when the key was revoked or has expired, or the person is no member any
   *     more
   */
  public Principal of(Principal principal) {
    return switch (principal.kind()) {
      case API_KEY ->
          directory.byApiKeyId(principal.tenantId(), principal.id()).orElseThrow(Freshness::gone);
      case PERSON ->
          directory.byPerson(principal.id(), principal.tenantSlug()).orElseThrow(Freshness::gone);
      case JOB, PLATFORM -> principal;
    };
  }

  private static Unauthenticated gone() {
    return new Unauthenticated("the credential of this subscription does not count any more");
  }
}
