package io.keelson.api.graphql;

import io.keelson.api.graphql.engine.Charge;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.rate.RateLimits;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A caller's points, and the headers that tell of them. */
public final class PointCharge implements Charge {
  private static final int WINDOW_S = 60;
  private final RateLimits.Account account;

  PointCharge(RateLimits.Account account) {
    this.account = account;
  }

  /**
   * @throws RateLimited when nothing is left
   */
  public void requireSome() {
    account.requireSome();
  }

  @Override
  public void take(long points) {
    account.take(points);
  }

  @Override
  public void record(long points) {
    account.record(points);
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
    RateLimits.Standing standing = account.standing();
    response
        .putHeader("RateLimit-Limit", Long.toString(standing.limit()))
        .putHeader("RateLimit-Remaining", Long.toString(standing.remaining()))
        .putHeader("RateLimit-Reset", Long.toString(standing.resetS()))
        .putHeader("RateLimit-Policy", policy());
  }

  private String policy() {
    return Arrays.stream(account.limits())
        .mapToObj(limit -> limit + ";w=" + WINDOW_S)
        .collect(Collectors.joining(", "));
  }
}
