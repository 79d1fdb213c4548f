package io.keelson.api.http;

import io.keelson.serving.connection.StreamReset;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * The answer of a stream of HTTP/2 whose caller gives it no window: nothing is seen of that on the
 * connection, which others share and a ping keeps open. See {@link ConnectionBounds} for HTTP/1.1.
 */
public final class UntakenAnswer {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LEAST_BYTES_PER_SECOND = 64 << 10;

  private UntakenAnswer() {}

  /**
   * Resets the stream when the answer is not taken in time.
   *
   * @param taken completes when it is
   * @param bytes of the answer
   */
  public static void bound(Vertx vertx, HttpServerRequest request, Future<?> taken, int bytes) {
    long forItsLengthMs = 1_000L * bytes / LEAST_BYTES_PER_SECOND;
    bound(vertx, request, taken, LIMIT.plusMillis(forItsLengthMs));
  }

  static void bound(Vertx vertx, HttpServerRequest request, Future<?> taken, Duration limit) {
    if (request.version() != HttpVersion.HTTP_2 || taken.isComplete()) {
      return;
    }
    long timer = vertx.setTimer(limit.toMillis(), late -> StreamReset.cancel(request));
    taken.onComplete(over -> vertx.cancelTimer(timer));
  }
}
