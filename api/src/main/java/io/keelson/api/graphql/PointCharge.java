package io.keelson.api.graphql;

import io.keelson.api.graphql.engine.Charge;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.rate.PointAccount;
import io.keelson.tenancy.rate.PointsUsedUp;
import io.keelson.tenancy.rate.Standing;
import io.keelson.tenancy.refusal.Refusals;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The points of one operation of a caller, the headers that tell of them, and the counts of what is
 * taken and refused.
 */
public final class PointCharge implements Charge {
  private static final int WINDOW_S = 60;
  private final PointAccount account;
  private final Optional<Principal> payer;
  private final Refusals refusals;
  private final PointUse use;
  private final AtomicBoolean isCounted = new AtomicBoolean();
  private volatile String operation;

  /**
   * @param payer empty for a person who has named no tenant
   */
  PointCharge(PointAccount account, Optional<Principal> payer, Refusals refusals, PointUse use) {
    this.account = account;
    this.payer = payer;
    this.refusals = refusals;
    this.use = use;
  }

  @Override
  public void named(String name) {
    operation = name;
  }

  /**
   * @throws PointsUsedUp when nothing is left
   */
  public void requireSome() {
    orCounted(account::requireSome);
  }

  @Override
  public void take(long points) {
    orCounted(() -> account.take(points));
    payer.ifPresent(caller -> use.countServed(caller, operation, points, isFirst()));
  }

  private void orCounted(Runnable taking) {
    try {
      taking.run();
    } catch (PointsUsedUp refusal) {
      payer.ifPresent(
          caller -> {
            refusals.count(caller, refusal.limit(), refusal.most());
            use.countRefusal(caller.tenantId());
          });
      throw refusal;
    }
  }

  @Override
  public void record(long points) {
    account.record(points);
    payer.ifPresent(caller -> use.countSpent(caller, operation, points, isFirst()));
  }

  private boolean isFirst() {
    return isCounted.compareAndSet(false, true);
  }

  /**
   * How the caller stands with the limit that there is least left of, in the fields of
   * draft-ietf-httpapi-ratelimit-headers-06, the last version that has one field for each number:
   * clients know these, while the single structured field of its successors still changes.
   */
  void tell(HttpServerResponse response) {
    if (response.headWritten()) {
      return;
    }
    Standing standing = account.standing();
    response
        .putHeader("RateLimit-Limit", Long.toString(standing.limit()))
        .putHeader("RateLimit-Remaining", Long.toString(standing.remaining()))
        .putHeader("RateLimit-Reset", Long.toString(standing.resetS()))
        .putHeader("RateLimit-Policy", policy(standing.limits()));
  }

  private static String policy(List<Long> limits) {
    StringJoiner policy = new StringJoiner(", ");
    for (long limit : limits) {
      policy.add(limit + ";w=" + WINDOW_S);
    }
    return policy.toString();
  }
}
