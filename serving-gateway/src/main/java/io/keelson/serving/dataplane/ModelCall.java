package io.keelson.serving.dataplane;

import io.keelson.serving.rollout.tally.Blame;
import io.keelson.tenancy.access.Principal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.UnaryOperator;

/**
 * One request for a model, from the caller's first byte to the last of the answer: knows who calls
 * and what of, and ends exactly once. Lives on one event loop.
 */
abstract class ModelCall extends Deadlines.Entry {
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
  private long recognisedNanos;
  private boolean done;
  private HeldBytes.Hold hold;
  private long unsentBytes;
  private HeldBytes.Hold unsent;

  ModelCall(Lane lane, GrpcMethod method) {
    this.lane = lane;
    this.method = method;
  }

  /** The caller's. */
  abstract HttpServerRequest request();

  /**
   * Tells the caller that there is no answer, or no more of it. The call has ended before this is
   * called.
   */
  abstract void refused(Status status, String message);

  /** The caller did not take the end of the answer in time, or there is no room for it to wait. */
  abstract void notTaken();

  /** The call has ended: it gives back what it has at a replica, or waits for there. */
  abstract void ended(Status status, long nanos);

  /** What is still under way to a replica, or from it, is given up. */
  abstract void cancelUpstream();

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

  /** It goes on by what is routed now. */
  final void rerouted(Route now) {
    route = now;
  }

  /** Of the version that the caller names; 0 for none. */
  final int wantedNumber() {
    return wantedNumber;
  }

  /** Of the request, by name. */
  final UnaryOperator<String> headers() {
    return headers;
  }

  /** Null where the call belongs to no trace. */
  final String traceparent() {
    return traceparent;
  }

  final Blame blame(Status status, long nanos) {
    return status.blame(nanos, timeoutNanos, lane.maxDeadlineNanos);
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
    wantedNumber = ModelAccess.number(version);
    if (wantedNumber < 0 || (wantedNumber > 0 && found.numbered(wantedNumber) == null)) {
      return refuse(ModelAccess.noVersion(name, version));
    }
    return true;
  }

  /** False when the call was refused. */
  private boolean mayUse(Principal principal, Route found, String name) {
    ModelAccess.Refusal refusal = ModelAccess.refusal(principal, found, name, method);
    return refusal == null || refuse(refusal);
  }

  private boolean refuse(ModelAccess.Refusal refusal) {
    return refuse(refusal.status(), refusal.message());
  }

  /** The caller gets the replica's answer, or what the replica said instead of one. */
  final void finish(Status status) {
    end(status);
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

  private void end(Status status) {
    done = true;
    lane.deadlines.remove(this);
    if (hold != null) {
      hold.end();
    }
    long nanos = System.nanoTime() - startedNanos;
    ended(status, nanos);
    observation.ended(route, status.code(), nanos);
  }
}
