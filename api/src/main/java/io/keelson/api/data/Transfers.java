package io.keelson.api.data;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.share.FairShare;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.UUID;

/**
 * The uploads, or the downloads, of this process: a bound on their number, a fair share of it for
 * each tenant, and their end when the process ends. Each holds a bounded number of bytes, so that a
 * share of the transfers is one of the bytes in flight, too.
 */
final class Transfers {
  private static final Duration LATER = Duration.ofSeconds(5);

  private final String what;
  private final FairShare<UUID> permits;
  private volatile boolean closing;

  /**
   * @param what they are, for those who get none
   */
  Transfers(String what, int max) {
    this.what = what;
    this.permits = new FairShare<>(max);
  }

  /**
   * Begins a transfer of the tenant, whose link was verified; it must be ended. False when there is
   * no room, and then the refusal is written.
   */
  boolean tryBegin(UUID tenantId, HttpServerResponse response) {
    FairShare.Answer answer = tryTake(tenantId);
    if (answer == FairShare.Answer.TAKEN) {
      return true;
    }
    refuse(response, answer);
    return false;
  }

  /** A permit, when there is one; it must be ended, like a transfer that has begun. */
  FairShare.Answer tryTake(UUID tenantId) {
    return closing ? FairShare.Answer.ALL_ARE_TAKEN : permits.tryTake(tenantId);
  }

  /** Says why there was none. */
  void refuse(HttpServerResponse response, FairShare.Answer answer) {
    if (answer == FairShare.Answer.SHARE_IS_FULL) {
      Answers.failure(
          response,
          new RateLimited(
              "too many " + what + " of this organisation at once; try again later", LATER));
    } else {
      refuse(response);
    }
  }

  private void refuse(HttpServerResponse response) {
    if (!response.closed()) {
      response.putHeader("Retry-After", Long.toString(LATER.toSeconds()));
      Answers.refuse(
          response, 503, ErrorCode.UNAVAILABLE, "too many " + what + " at once; try again later");
    }
  }

  void end(UUID tenantId) {
    permits.release(tenantId);
  }

  int underWay() {
    return permits.taken();
  }

  /** Takes nothing new. */
  void close() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  /** Waits for those under way. */
  void awaitEnd(Duration patience) {
    try {
      permits.awaitAllReleased(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
