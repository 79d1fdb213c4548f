package io.keelson.serving.dataplane;

import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * A call that a replica answers: takes a place at one or waits for it, connects, and passes on what
 * comes. Subclasses speak with the caller. Lives on one event loop.
 */
abstract class ReplicaCall extends ModelCall {
  private static final CharSequence INFERENCE_ID =
      HttpHeaders.createOptimized("keelson-inference-id");

  private static final int MAX_CONNECT_ATTEMPTS = 3;

  /** What of each request does not count among the large ones: places at a replica bound that. */
  private static final int SMALL_REQUEST_BYTES = 64 << 10;

  private final RevisionChoice choice;
  private ReplicaTarget target;
  private ReplicaTarget failedTarget;
  private int connectAttempts;
  private boolean queued;
  private boolean isAnswered;
  private HttpClientRequest upstream;
  private long sentBytes;
  private long largeBytes;
  private CallTaps taps;

  ReplicaCall(Lane lane, GrpcMethod method) {
    super(lane, method);
    choice = new RevisionChoice(method);
  }

  /** Writes the request, or its beginning, to the replica; all of it after {@link #maySend}. */
  abstract void send(HttpClientRequest request);

  /** Whether all of the request has been written to the replica. */
  abstract boolean isSent();

  /** The replica's answer begins. */
  abstract void answerStarted(HttpClientResponse response);

  abstract void answerChunk(HttpClientResponse response, Buffer chunk);

  /**
   * The replica's answer is complete. What becomes of it ends the call: {@link #finish}, or {@link
   * #refuse} where it can be told to nobody.
   */
  abstract void answerEnded(Status status, String message, MultiMap trailers);

  /** Takes a place at a replica and connects, waits in the endpoint's queue, or is refused. */
  final void dispatch() {
    Route.Revision revision = choice.next(route(), wantedNumber(), headers(), failedTarget != null);
    if (!choice.isCounted()) {
      refuse(Status.UNAVAILABLE, "this gateway serves as many models as it can");
      return;
    }
    List<ReplicaTarget> replicas = revision == null ? List.of() : revision.replicas();
    target = Balancing.acquire(replicas, failedTarget, lane.config.maxInFlightPerReplica());
    if (target != null) {
      connect();
    } else if (!Balancing.anyUsable(replicas, failedTarget)) {
      refuse(Status.UNAVAILABLE, "model \"" + route().name() + "\" has no replica that answers");
    } else if (!route().queue().offer(this, revision.id(), lane.config.maxQueuedPerEndpoint())) {
      refuse(
          Status.RESOURCE_EXHAUSTED,
          "model \"" + route().name() + "\" is busy: too many requests wait");
    } else {
      queued = true;
      // A place that came free between the look and the offer would wake nobody.
      target = Balancing.acquire(replicas, failedTarget, lane.config.maxInFlightPerReplica());
      if (target != null) {
        if (route().queue().remove(this, revision.id())) {
          queued = false;
          connect();
        } else {
          releaseTarget(); // somebody woke us already
        }
      }
    }
  }

  /** Called on any thread when a place may be free. */
  final void tryAgain() {
    lane.context.runOnContext(
        resumed -> {
          queued = false;
          if (isDone()) {
            route()
                .queue()
                .wakeOne(choice.revision().id()); // the wake-up belongs to somebody who still waits
            return;
          }
          Route now = lane.route(route().tenantId(), route().name());
          if (now == null || (wantedNumber() > 0 && now.numbered(wantedNumber()) == null)) {
            refuse(Status.UNAVAILABLE, "model \"" + route().name() + "\" has stopped");
            return;
          }
          rerouted(now);
          dispatch();
        });
  }

  private void connect() {
    connectAttempts++;
    lane.client.request(target.request(method)).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientRequest> result) {
    if (isDone()) {
      if (result.succeeded()) {
        result.result().reset();
      }
      return;
    }
    if (result.failed()) {
      notConnected();
      return;
    }
    target.connected();
    upstream = result.result();
    whileCallerCounts(this::ask);
  }

  private void ask() {
    if (traceparent() != null) {
      upstream.putHeader("traceparent", traceparent());
    }
    upstream.response().onComplete(this::responded);
    taps =
        method == GrpcMethod.MODEL_INFER
            ? CallTaps.of(lane.tapped, route(), choice.revision())
            : null;
    try {
      send(upstream);
    } catch (RuntimeException e) {
      refuse(Status.UNAVAILABLE, "the replica went away");
    }
  }

  /** A piece of the request goes to the replica. */
  final void sending(Buffer piece) {
    if (taps != null) {
      taps.request(piece);
    }
  }

  /** Tells by what the inference is known that is to be kept; nothing where it is not. */
  final void tellInferenceId(HttpServerResponse response) {
    CharSequence id = taps == null ? null : taps.headerId();
    if (id != null) {
      response.putHeader(INFERENCE_ID, id);
    }
  }

  /** Nothing was sent, so another replica may be asked. */
  private void notConnected() {
    target.leaveOut(lane.config.replicaPause().toNanos());
    failedTarget = target;
    releaseTarget();
    if (connectAttempts < MAX_CONNECT_ATTEMPTS) {
      dispatch();
    } else {
      refuse(Status.UNAVAILABLE, "model \"" + route().name() + "\" has no replica that answers");
    }
  }

  private void responded(AsyncResult<HttpClientResponse> result) {
    if (isDone()) {
      return;
    }
    if (result.failed()) {
      wentAway();
      return;
    }
    HttpClientResponse response = result.result();
    if (response.statusCode() != 200) {
      refuse(Status.UNAVAILABLE, "the replica answered with HTTP status " + response.statusCode());
      return;
    }
    response.handler(
        chunk -> {
          if (!isDone()) {
            if (taps != null) {
              taps.answer(chunk);
            }
            answerChunk(response, chunk);
          }
        });
    response.exceptionHandler(failure -> wentAway());
    response.endHandler(ended -> complete(response));
    answerStarted(response);
  }

  /** Its stream has ended, and often the connection: there is nothing left to reset. */
  private void wentAway() {
    if (isAnswered) {
      return;
    }
    upstream = null;
    refuse(Status.UNAVAILABLE, "the replica went away");
  }

  private void complete(HttpClientResponse response) {
    if (isDone()) {
      return;
    }
    MultiMap trailers = response.trailers();
    String code = trailers.get("grpc-status");
    MultiMap source = trailers;
    if (code == null) {
      source = response.headers(); // the trailers-only form
      code = source.get("grpc-status");
    }
    isAnswered = true;
    releaseTarget(); // it is free, whatever the answer is made into
    answerEnded(Status.parse(code), source.get("grpc-message"), trailers);
    if (!isSent()) {
      cancelUpstream(); // an answer to a part of the request: the rest is not sent
    }
  }

  /**
   * Counts bytes that are about to go to the replica, as they go: a slow sender of a large request
   * takes no room for what is still to come. All large requests under way to a replica together
   * have room for one of the largest. False when the call was refused for want of it.
   */
  final boolean maySend(long bytes) {
    sentBytes += bytes;
    long more = Math.max(0, sentBytes - SMALL_REQUEST_BYTES) - largeBytes;
    if (!target.tryTake(more, lane.config.maxMessageBytes())) {
      return refuse(
          Status.RESOURCE_EXHAUSTED,
          "model \"" + route().name() + "\" is busy: too many large requests are under way");
    }
    largeBytes += more;
    return true;
  }

  @Override
  final void cancelUpstream() {
    if (upstream != null && !(isAnswered && isSent())) {
      upstream.reset(0x8); // CANCEL, RFC 9113
    }
  }

  @Override
  final void ended(Status status, long nanos) {
    choice.ended(this, status, nanos);
    if (queued) {
      route().queue().remove(this, choice.revision().id());
    }
    releaseTarget();
    if (taps != null && status == Status.OK) {
      taps.answered(nanos);
    } else if (taps != null) {
      taps.failed();
    }
  }

  private void releaseTarget() {
    if (target != null) {
      target.giveUp(largeBytes);
      largeBytes = 0;
      target.release();
      target = null;
      route().queue().wakeOne(choice.revision().id());
    }
  }
}
