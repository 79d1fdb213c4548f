package io.keelson.api.graphql.search;

import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.share.FairShare;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** Bounds the searches of this process; each tenant has a fair share of them. */
@ApplicationScoped
class SearchTurns {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Searches of one process at one time. */
  private static final int MAX_AT_ONCE = 16;

  private final FairShare<UUID> permits;

  @Inject
  SearchTurns() {
    this(MAX_AT_ONCE);
  }

  SearchTurns(int maxAtOnce) {
    this.permits = new FairShare<>(maxAtOnce);
  }

  /**
   * @throws RateLimited when the tenant has its share, or all are taken
   */
  <T> T take(UUID tenantId, Supplier<T> search) {
    if (permits.tryTake(tenantId) != FairShare.Answer.TAKEN) {
      throw new RateLimited("too many searches at once", SOON);
    }
    try {
      return search.get();
    } finally {
      permits.release(tenantId);
    }
  }
}
