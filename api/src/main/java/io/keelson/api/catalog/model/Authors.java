package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.UUID;

/** Whose a model version is: an API key counts as the person behind it, whichever key it is. */
final class Authors {
  private Authors() {}

  /** The person, or the caller where nobody stands behind it. */
  static Actor shown(Principal principal) {
    return principal.person() == null ? principal.actor() : principal.person();
  }

  static UUID[] personIds(Principal principal) {
    return principal.person() == null ? new UUID[0] : new UUID[] {principal.person().id()};
  }

  /**
   * Whether the caller, or the person behind them, registered the version.
   *
   * @param version with {@code author_id} and {@code author_person_ids}
   */
  static boolean include(Row version, Principal principal) {
    return principal.id().equals(version.getUUID("author_id"))
        || Arrays.asList(version.getArrayOfUUIDs("author_person_ids"))
            .contains(shown(principal).id());
  }
}
