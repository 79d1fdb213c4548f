package io.keelson.api.data;

import io.keelson.tenancy.failure.ErrorCode;
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
    FairShare.Answer answer = closing ? FairShare.Answer.ALL_ARE_TAKEN : permits.tryTake(tenantId);
    switch (answer) {
      case TAKEN -> {
        return true;
      }
      case SHARE_IS_FULL ->
          refuse(
              response, 429, ErrorCode.RATE_LIMITED, "too many " + what + " of this organisation");
      case ALL_ARE_TAKEN -> refuse(response, 503, ErrorCode.UNAVAILABLE, "too many " + what);
    }
    return false;
  }

  private static void refuse(HttpServerResponse response, int status, ErrorCode code, String why) {
    if (!response.closed()) {
      response.putHeader("Retry-After", "5");
      Answers.refuse(response, status, code, why + " at once; try again later");
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
