package io.keelson.api.data;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.object.TooLarge;
import io.keelson.tenancy.object.UploadGone;
import io.keelson.tenancy.object.UploadLocked;
import io.keelson.tenancy.object.WrongDigest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Failures as HTTP says them: a status, and {@code {"code", "message"}} as JSON, with the figures
 * of a limit that is reached.
 */
final class Answers {
  private static final Logger LOG = Logger.getLogger(Answers.class);
  static final int CHECKSUM_MISMATCH = 460;

  private Answers() {}

  /** What every answer of these doors carries. */
  static void guard(HttpServerResponse response) {
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cache-Control", "no-store");
  }

  /** Does nothing when an answer has begun or nobody is there to read it. */
  static void failure(HttpServerResponse response, Throwable failure) {
    if (response.headWritten() || response.closed()) {
      LOG.debugf("after the answer: %s", failure.getMessage());
      return;
    }
    if (failure instanceof Failure expected && expected.code() != ErrorCode.INTERNAL) {
      if (expected.code() == ErrorCode.UNAVAILABLE) {
        LOG.warn(expected.getMessage());
        response.putHeader("Retry-After", "1");
      }
      if (expected.details().get("retryAfter") instanceof Number seconds) {
        response.putHeader("Retry-After", seconds.toString());
      }
      refuse(
          response, status(expected), expected.code(), expected.getMessage(), expected.details());
      return;
    }
    LOG.error("a byte door failed", failure);
    refuse(response, 500, ErrorCode.INTERNAL, "something went wrong");
  }

  static void refuse(HttpServerResponse response, int status, ErrorCode code, String message) {
    refuse(response, status, code, message, Map.of());
  }

  static void refuse(
      HttpServerResponse response,
      int status,
      ErrorCode code,
      String message,
      Map<String, Object> details) {
    response.setStatusCode(status);
    if (status == CHECKSUM_MISMATCH) {
      response.setStatusMessage("Checksum Mismatch");
    }
    response
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("code", code.name())
                .put("message", message)
                .mergeIn(new JsonObject(details))
                .toBuffer());
  }

  private static int status(Failure failure) {
    return switch (failure) {
      case UploadLocked locked -> 423;
      case UploadGone gone -> 410;
      case WrongDigest mismatch -> CHECKSUM_MISMATCH;
      case TooLarge large -> 413;
      default ->
          switch (failure.code()) {
            case VALIDATION -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN, QUOTA_EXCEEDED, BUDGET_EXCEEDED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
          };
    };
  }
}
