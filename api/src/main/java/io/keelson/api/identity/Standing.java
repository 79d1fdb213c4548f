package io.keelson.api.identity;

import io.keelson.tenancy.access.Principal;
import java.util.Optional;

/** How a {@link Credential} stands now. */
public sealed interface Standing {

  /**
   * It counts.
   *
   * @param principal the rights that go with it now; empty for a person who named no tenant
   */
  record Counts(Optional<Principal> principal) implements Standing {}

  /** It does not count any more. */
  record Ended() implements Standing {}
}
