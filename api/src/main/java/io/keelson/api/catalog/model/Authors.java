package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.UUID;

/**
 * Whose a model version is: an API key counts as the person behind it, whichever key it is, or
 * where nobody is as the first of those that made each other and it.
 */
final class Authors {
  private Authors() {}

  /** The person, or the caller where nobody stands behind it. */
  static Actor shown(Principal principal) {
    return principal.person() == null ? principal.actor() : principal.person();
  }

  /** Those who may not decide on what the caller registers, beside the caller. */
  static UUID[] partyIds(Principal principal) {
    return new UUID[] {principal.partyId()};
  }

  /**
   * Whether the caller, or the party behind them, registered the version.
   *
   * @param version with {@code author_id} and {@code author_person_ids}
   */
  static boolean include(Row version, Principal principal) {
    UUID author = version.getUUID("author_id");
    return principal.id().equals(author)
        || principal.partyId().equals(author)
        || Arrays.asList(version.getArrayOfUUIDs("author_person_ids"))
            .contains(principal.partyId());
  }
}
