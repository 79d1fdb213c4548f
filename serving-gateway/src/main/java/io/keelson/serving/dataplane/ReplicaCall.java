package io.keelson.serving.dataplane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.netty.util.AsciiString;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One request for a model, from the caller's first byte to the last of the answer: finds the
 * endpoint, takes a place at a replica or waits for one, and ends exactly once. Subclasses speak
 * with the caller. Lives on one event loop.
 */
abstract class ReplicaCall extends Deadlines.Entry {
  private static final CharSequence INFERENCE_ID =
      HttpHeaders.createOptimized("keelson-inference-id");

  private static final int MAX_CONNECT_ATTEMPTS = 3;

  /** What of each request does not count among the large ones: places at a replica bound that. */
  private static final int SMALL_REQUEST_BYTES = 64 << 10;

  /** With the age of what is known of rights, within the two seconds that they end in. */
  private static final long FRESH_FOR_NANOS = 1_000_000_000;

  final Lane lane;
  final GrpcMethod method;

  private long startedNanos;
  private long timeoutNanos;
  private String traceparent;
  private UnaryOperator<String> headers;
  private RequestObserver.Observation observation;
  private Route route;
  private int wantedNumber;
  private Route.Revision revision;
  private StepTally.Assigned assigned;
  private RevisionCounter counting;
  private ReplicaTarget target;
  private ReplicaTarget failedTarget;
  private int connectAttempts;
  private long recognisedNanos;
  private boolean queued;
  private boolean isAnswered;
  private boolean done;
  private HeldBytes.Hold hold;
  private HttpClientRequest upstream;
  private long sentBytes;
  private long largeBytes;
  private long unsentBytes;
  private HeldBytes.Hold unsent;
  private CallTaps taps;

  ReplicaCall(Lane lane, GrpcMethod method) {
    this.lane = lane;
    this.method = method;
  }

  /** The caller's. */
  abstract HttpServerRequest request();

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

  /**
   * Tells the caller that there is no answer, or no more of it. The call has ended before this is
   * called.
   */
  abstract void refused(Status status, String message);

  /** The caller did not take the end of the answer in time, or there is no room for it to wait. */
  abstract void notTaken();

  /**
   * @param requestHeaders of the request, by name; null for one that it has not
   */
  final void begin(
      String grpcTimeout, String incomingTraceparent, UnaryOperator<String> requestHeaders) {
    headers = requestHeaders;
    startedNanos = System.nanoTime();
    recognisedNanos = lane.nanoTime(); // a look-up may answer of the time that it began at
    timeoutNanos = Deadlines.timeoutNanos(grpcTimeout, lane.maxDeadlineNanos);
    deadlineNanos = startedNanos + timeoutNanos;
    observation = lane.observer.started(method.label(), incomingTraceparent);
    traceparent = observation.traceparent(incomingTraceparent);
    lane.deadlines.add(this);
  }

  final boolean isDone() {
    return done;
  }

  final Route route() {
    return route;
  }

  /** It is known who calls: what the call holds counts as their tenant's. */
  final void admit(Principal caller) {
    hold = lane.held.hold(caller.tenantId());
  }

  /**
   * Goes on with a call whose caller still counts. However slowly a request comes, and however long
   * it waits for a place: a right that has ended meanwhile lends nothing to it. Who was recognised
   * within the last second is not looked up again.
   *
   * @param then not called when the call was refused, or ended otherwise
   */
  final void whileCallerCounts(Runnable then) {
    if (lane.nanoTime() - recognisedNanos <= FRESH_FOR_NANOS) {
      then.run();
      return;
    }
    long askedNanos = lane.nanoTime();
    lane.authenticateAgain(
        request(),
        method,
        (caller, refusal) -> {
          if (isDone()) {
            return;
          }
          if (caller == null) {
            refuse(refusal, Lane.refusal(refusal));
          } else if (mayUse(caller, route, route.name())) {
            recognisedNanos = askedNanos;
            then.run();
          }
        });
  }

  /** Finds the endpoint and checks the caller's right to it; false when the call was refused. */
  final boolean find(Principal principal, String name, String version) {
    Route found = lane.route(principal.tenantId(), name);
    if (!mayUse(principal, found, name)) {
      return false;
    }
    route = found;
    wantedNumber = version.isEmpty() ? 0 : number(version);
    if (wantedNumber < 0 || (wantedNumber > 0 && found.numbered(wantedNumber) == null)) {
      return refuse(
          Status.NOT_FOUND,
          "model \"" + shown(name) + "\" has no ready version \"" + shown(version) + "\"");
    }
    return true;
  }

  /** False when the call was refused. */
  private boolean mayUse(Principal principal, Route found, String name) {
    UUID project = found == null ? null : found.projectId();
    boolean mayInvoke = found != null && principal.may(Permission.ENDPOINT_INVOKE, project);
    boolean mayRead = found != null && principal.may(Permission.ENDPOINT_READ, project);
    if (!mayInvoke && !mayRead) {
      // An endpoint that the caller may not know of looks like one that is not there.
      return refuse(Status.NOT_FOUND, "model \"" + shown(name) + "\" not found");
    }
    if (!mayInvoke && method == GrpcMethod.MODEL_INFER) {
      return refuse(Status.PERMISSION_DENIED, "needs the permission ENDPOINT_INVOKE");
    }
    return true;
  }

  private static int number(String version) {
    try {
      int number = Integer.parseInt(version);
      return number > 0 ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String shown(String value) {
    String cut = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return cut.chars().anyMatch(Character::isISOControl) ? "?" : cut;
  }

  /** Takes a place at a replica and connects, waits in the endpoint's queue, or is refused. */
  final void dispatch() {
    revision = next();
    if (method == GrpcMethod.MODEL_INFER && revision != null && !count(revision.counter())) {
      refuse(Status.UNAVAILABLE, "this gateway serves as many models as it can");
      return;
    }
    List<ReplicaTarget> replicas = revision == null ? List.of() : revision.replicas();
    target = Balancing.acquire(replicas, failedTarget, lane.config.maxInFlightPerReplica());
    if (target != null) {
      connect();
    } else if (!Balancing.anyUsable(replicas, failedTarget)) {
      refuse(Status.UNAVAILABLE, "model \"" + route.name() + "\" has no replica that answers");
    } else if (!route.queue().offer(this, revision.id(), lane.config.maxQueuedPerEndpoint())) {
      refuse(
          Status.RESOURCE_EXHAUSTED,
          "model \"" + route.name() + "\" is busy: too many requests wait");
    } else {
      queued = true;
      // A place that came free between the look and the offer would wake nobody.
      target = Balancing.acquire(replicas, failedTarget, lane.config.maxInFlightPerReplica());
      if (target != null) {
        if (route.queue().remove(this, revision.id())) {
          queued = false;
          connect();
        } else {
          releaseTarget(); // somebody woke us already
        }
      }
    }
  }

  /**
   * The one that was drawn stays, also while the call waits: drawn again whenever one is busy,
   * requests would go to the other more often than the shares say. Where it takes requests no more,
   * or refuses the connection of one that no rollout counts, another is drawn.
   */
  private Route.Revision next() {
    if (wantedNumber > 0) {
      return route.numbered(wantedNumber);
    }
    Route.Revision drawn = revision == null ? null : route.serving(revision.id());
    boolean stays = drawn != null && (assigned != null || failedTarget == null);
    return stays ? drawn : draw();
  }

  private Route.Revision draw() {
    assigned = method == GrpcMethod.MODEL_INFER ? route.assign(headers) : null;
    return assigned == null ? route.choose() : route.assigned(assigned);
  }

  /** False when the call cannot be counted, and so is not made. */
  private boolean count(RevisionCounter counter) {
    if (counting != counter) {
      stopCounting();
      counting = counter.enter() ? counter : null;
    }
    return counting != null;
  }

  private void stopCounting() {
    if (counting != null) {
      counting.leave();
      counting = null;
    }
  }

  /** Called on any thread when a place may be free. */
  final void tryAgain() {
    lane.context.runOnContext(
        resumed -> {
          queued = false;
          if (done) {
            route.queue().wakeOne(revision.id()); // the wake-up belongs to somebody who still waits
            return;
          }
          Route now = lane.route(route.tenantId(), route.name());
          if (now == null || (wantedNumber > 0 && now.numbered(wantedNumber) == null)) {
            refuse(Status.UNAVAILABLE, "model \"" + route.name() + "\" has stopped");
            return;
          }
          route = now;
          dispatch();
        });
  }

  private void connect() {
    connectAttempts++;
    lane.client.request(target.request(method)).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientRequest> result) {
    if (done) {
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
    if (traceparent != null) {
      upstream.putHeader("traceparent", traceparent);
    }
    upstream.response().onComplete(this::responded);
    taps = method == GrpcMethod.MODEL_INFER ? CallTaps.of(lane.tapped, route, revision) : null;
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
    String id = taps == null ? null : taps.headerId();
    if (id != null) {
      // As bytes: a header is validated, hashed and compared, and a string letter by letter.
      response.putHeader(INFERENCE_ID, new AsciiString(id.getBytes(ISO_8859_1), false));
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
      refuse(Status.UNAVAILABLE, "model \"" + route.name() + "\" has no replica that answers");
    }
  }

  private void responded(AsyncResult<HttpClientResponse> result) {
    if (done) {
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
          if (!done) {
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
    if (done) {
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

  /** The caller gets the replica's answer, or what the replica said instead of one. */
  final void finish(Status status) {
    end(status);
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
          "model \"" + route.name() + "\" is busy: too many large requests are under way");
    }
    largeBytes += more;
    return true;
  }

  /** Takes room for bytes of the request; false when the call was refused for want of it. */
  final boolean reserve(long bytes) {
    return holdsRoom(bytes)
        || refuse(Status.RESOURCE_EXHAUSTED, "too many large requests come in at a time");
  }

  /** Takes room for bytes that the call is about to hold; false when there is none. */
  final boolean holdsRoom(long bytes) {
    return hold.take(bytes);
  }

  /** Gives up room for bytes that are not held any more. */
  final void release(long bytes) {
    hold.release(bytes);
  }

  /** Ends the call with an error of ours; false, for use as a result. */
  final boolean refuse(Status status, String message) {
    if (!done) {
      end(status);
      cancelUpstream();
      refused(status, message);
    }
    return false;
  }

  /** The caller has gone: so does the request at the replica. */
  final void callerGone() {
    if (!done) {
      end(Status.CANCELLED);
      cancelUpstream();
    }
  }

  @Override
  final void deadlinePassed() {
    if (done) {
      stillUnsent();
    } else {
      refuse(Status.DEADLINE_EXCEEDED, "the deadline has passed");
    }
  }

  /**
   * The end of the answer waits for the caller to take it. What leaves before the next sweep, as
   * nearly all does, is not counted: that would cost every call a lock.
   *
   * @param bytes that wait and for which no room was taken
   */
  final void leaving(long bytes, Future<Void> written) {
    unsentBytes = bytes;
    deadlineNanos = System.nanoTime();
    lane.unsent.add(this);
    written.onComplete(left -> left());
  }

  private void stillUnsent() {
    boolean first = unsent == null;
    if (first) {
      unsent = lane.held.hold(route.tenantId());
      deadlineNanos += lane.maxDeadlineNanos;
    }
    if (!first || !unsent.take(unsentBytes)) {
      left();
      notTaken();
    }
  }

  private void left() {
    lane.unsent.remove(this);
    if (unsent != null) {
      unsent.end();
    }
  }

  private void cancelUpstream() {
    if (upstream != null && !(isAnswered && isSent())) {
      upstream.reset(0x8); // CANCEL, RFC 9113
    }
  }

  private void end(Status status) {
    done = true;
    lane.deadlines.remove(this);
    if (hold != null) {
      hold.end();
    }
    long nanos = System.nanoTime() - startedNanos;
    if (counting != null) {
      if (status == Status.OK) {
        counting.answered(nanos);
      } else {
        counting.failed(nanos);
      }
      stopCounting();
      if (assigned != null) {
        assigned.ended(status.blame(nanos, timeoutNanos, lane.maxDeadlineNanos));
      }
    }
    if (queued) {
      route.queue().remove(this, revision.id());
    }
    releaseTarget();
    if (taps != null && status == Status.OK) {
      taps.answered(nanos);
    } else if (taps != null) {
      taps.failed();
    }
    observation.ended(route, status.code(), nanos);
  }

  private void releaseTarget() {
    if (target != null) {
      target.giveUp(largeBytes);
      largeBytes = 0;
      target.release();
      target = null;
      route.queue().wakeOne(revision.id());
    }
  }
}
