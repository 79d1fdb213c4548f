package io.keelson.serving.dataplane;

import io.keelson.tenancy.access.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Says who holds a credential. Called on event loops: nothing here blocks. */
public interface Authenticator {
  /**
   * The answer where it is known without a look-up (empty: the credential is no good), or null
   * where it is not.
   *
   * @param token of {@code Authorization: Bearer}
   * @param tenantSlug of {@code X-Keelson-Tenant}, or null
   */
  Optional<Principal> ifKnown(String token, String tenantSlug);

  /**
   * The answer after a look-up; a stage that fails is a denial.
   *
   * @param address who asks
   */
  CompletionStage<Optional<Principal>> find(String token, String tenantSlug, String address);

  /** Told of each refusal, for the record. Neither fails nor waits. */
  default void refused(Attempt attempt) {}
}
