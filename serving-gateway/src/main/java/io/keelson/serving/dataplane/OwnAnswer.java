package io.keelson.serving.dataplane;

import io.keelson.serving.connection.StreamReset;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * An answer that no replica was asked for, such as a refusal. Over HTTP/2 its caller may shut the
 * window and leave it where it is: it may wait for as long as that of a call.
 */
final class OwnAnswer extends Deadlines.Entry {
  private final Lane lane;
  private final HttpServerRequest request;

  private OwnAnswer(Lane lane, HttpServerRequest request) {
    this.lane = lane;
    this.request = request;
    this.deadlineNanos = System.nanoTime() + lane.maxDeadlineNanos;
  }

  /** On the lane's event loop. */
  static void leaving(Lane lane, HttpServerRequest request, Future<Void> written) {
    if (request.version() == HttpVersion.HTTP_2 && !written.isComplete()) {
      OwnAnswer answer = new OwnAnswer(lane, request);
      lane.unsent.add(answer);
      written.onComplete(left -> lane.unsent.remove(answer));
    }
  }

  @Override
  void deadlinePassed() {
    lane.unsent.remove(this);
    StreamReset.cancel(request);
  }
}
