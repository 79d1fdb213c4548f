package io.keelson.api.graphql.live.socket;

import io.keelson.api.identity.SignedIn;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.quota.SocketShares;
import io.keelson.tenancy.refusal.Refusals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The tenants' quotas of open sockets; people who have named no tenant are bounded elsewhere. */
@ApplicationScoped
class SocketQuota {
  private final SocketShares shares;
  private final Refusals refusals;

  SocketQuota(SocketShares shares, Refusals refusals) {
    this.shares = shares;
    this.refusals = refusals;
  }

  void start(@Observes StartupEvent event) {
    shares.start();
  }

  void stop(@Observes ShutdownEvent event) {
    shares.close();
  }

  /** Whether a permit was at hand; on the event loop. */
  boolean takeIfHeld(SignedIn who) {
    return who.tenantId().map(shares::takeIfHeld).orElse(true);
  }

  /**
   * Takes a permit. Blocks.
   *
   * @throws QuotaExceeded when the tenant has no more
   */
  void take(SignedIn who) {
    who.visitor().principal().ifPresent(this::take);
  }

  private void take(Principal principal) {
    try {
      shares.take(principal.tenantId());
    } catch (QuotaExceeded full) {
      refusals.count(principal, full);
      throw full;
    }
  }

  /** Gives it back. */
  void release(SignedIn who) {
    who.tenantId().ifPresent(shares::release);
  }
}
