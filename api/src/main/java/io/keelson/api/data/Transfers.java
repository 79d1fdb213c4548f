package io.keelson.api.data;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.share.FairShare;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The uploads and downloads of this process: a bound on their number, a fair share of it for each
 * tenant, and their end when the process ends. Each holds a bounded number of bytes, so that a
 * share of the transfers is one of the bytes in flight, too.
 */
final class Transfers {
  private final FairShare<UUID> permits;
  private final Set<BodyQueue> uploads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  Transfers(int max) {
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
          refuse(response, 429, ErrorCode.RATE_LIMITED, "too many transfers of this organisation");
      case ALL_ARE_TAKEN -> refuse(response, 503, ErrorCode.UNAVAILABLE, "too many transfers");
    }
    return false;
  }

  private static void refuse(HttpServerResponse response, int status, ErrorCode code, String what) {
    if (!response.closed()) {
      response.putHeader("Retry-After", "5");
      Answers.refuse(response, status, code, what + " at once; try again later");
    }
  }

  void end(UUID tenantId) {
    permits.release(tenantId);
  }

  void add(BodyQueue upload) {
    uploads.add(upload);
    if (closing) {
      upload.stop();
    }
  }

  void remove(BodyQueue upload) {
    uploads.remove(upload);
  }

  /** Takes nothing new, makes durable what uploads have brought, and waits for the ends. */
  void close(Duration patience) {
    closing = true;
    uploads.forEach(BodyQueue::stop);
    try {
      permits.awaitAllReleased(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
