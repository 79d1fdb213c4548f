package io.keelson.api.retraining.run;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Unauthenticated;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * A run acts as whoever set the version of the policy that it carries, with what that caller may do
 * now: who changes the policy meanwhile lends it nothing.
 */
@ApplicationScoped
public class ActingFor {
  private final AccessDirectory directory;

  public ActingFor(AccessDirectory directory) {
    this.directory = directory;
  }

  /**
   * @throws Unauthenticated when they are no member any more, or the key does not count
   */
  Principal principal(UUID tenantId, RetrainingRun run) {
    Optional<Principal> now =
        run.keyId() == null
            ? directory.byPersonId(tenantId, run.actsAs().id())
            : directory.byApiKeyId(tenantId, run.keyId());
    return now.orElseThrow(
        () ->
            new Unauthenticated(
                "whoever set the policy, "
                    + run.actsAs().label()
                    + ", is not let in any more; set the policy again"));
  }

  /**
   * @param step of the run: the same call of it is made once, however often it is tried
   */
  static Caller caller(Principal principal, RetrainingRun run, String step) {
    return new Caller(
        principal,
        "retraining-" + run.id(),
        IdempotencyKey.of("retraining-" + run.id() + "-" + step, 0),
        null);
  }

  /** For what is one transaction with the run's move, and so needs no key. */
  static Caller caller(Principal principal, RetrainingRun run) {
    return new Caller(principal, "retraining-" + run.id(), null, null);
  }
}
