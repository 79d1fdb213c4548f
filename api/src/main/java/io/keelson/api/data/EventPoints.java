package io.keelson.api.data;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.rate.PointAccount;
import io.keelson.tenancy.rate.PointsUsedUp;
import io.keelson.tenancy.rate.RateLimits;
import io.keelson.tenancy.refusal.Refusals;
import jakarta.enterprise.context.ApplicationScoped;

/** Points of cost of what is collected: of the tenant's, and of these the API key's. */
@ApplicationScoped
class EventPoints {
  static final String OPERATION = "collect";
  private static final long POINTS_PER_REQUEST = 100;

  private static final int BYTES_PER_POINT = 64;

  /** Each is compared with those of the last days, and written twice. */
  private static final long POINTS_PER_EVENT = 20;

  private final RateLimits limits;
  private final PointUse use;
  private final Refusals refusals;

  EventPoints(RateLimits limits, PointUse use, Refusals refusals) {
    this.limits = limits;
    this.use = use;
    this.refusals = refusals;
  }

  /**
   * @throws PointsUsedUp when nothing is left
   */
  void requireSome(Principal caller) {
    orCounted(caller, account(caller)::requireSome);
  }

  /**
   * Before they are read, whatever they are.
   *
   * @throws PointsUsedUp when less than that is left
   */
  void takeForBytes(Principal caller, int bytes) {
    take(caller, POINTS_PER_REQUEST + bytes / BYTES_PER_POINT, true);
  }

  /**
   * @throws PointsUsedUp when less than that is left
   */
  void takeForEvents(Principal caller, int events) {
    take(caller, POINTS_PER_EVENT * events, false);
  }

  private void take(Principal caller, long points, boolean isFirst) {
    orCounted(caller, () -> account(caller).take(points));
    use.countServed(caller, OPERATION, points, isFirst);
  }

  private void orCounted(Principal caller, Runnable taking) {
    try {
      taking.run();
    } catch (PointsUsedUp refusal) {
      refusals.count(caller, refusal.limit(), refusal.most());
      use.countRefusal(caller.tenantId());
      throw refusal;
    }
  }

  private PointAccount account(Principal caller) {
    return limits.account(caller.tenantId(), caller.keyId());
  }
}
