package io.keelson.serving.dataplane;

import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.rollout.tally.StepTally;
import java.util.function.UnaryOperator;

/** Which revision takes a call, and where it is counted. Lives on one event loop. */
final class RevisionChoice {
  private final GrpcMethod method;
  private Route.Revision revision;
  private StepTally.Assigned assigned;
  private RevisionCounter counting;

  RevisionChoice(GrpcMethod method) {
    this.method = method;
  }

  /** The one that takes the call; null before there is one, and where none does. */
  Route.Revision revision() {
    return revision;
  }

  /**
   * The one that was drawn stays, also while the call waits: drawn again whenever one is busy,
   * requests would go to the other more often than the shares say. Where it takes requests no more,
   * or refuses the connection of one that no rollout counts, another is drawn.
   *
   * @param wantedNumber of the version that the caller names; 0 for none
   * @param headers of the request
   * @param isRefused whether a replica has refused the connection
   */
  Route.Revision next(
      Route route, int wantedNumber, UnaryOperator<String> headers, boolean isRefused) {
    if (wantedNumber > 0) {
      revision = route.numbered(wantedNumber);
      return revision;
    }
    Route.Revision drawn = revision == null ? null : route.serving(revision.id());
    boolean stays = drawn != null && (assigned != null || !isRefused);
    revision = stays ? drawn : draw(route, headers);
    return revision;
  }

  private Route.Revision draw(Route route, UnaryOperator<String> headers) {
    assigned = method == GrpcMethod.MODEL_INFER ? route.assign(headers) : null;
    return assigned == null ? route.choose() : route.assigned(assigned);
  }

  /** False when a call for a prediction cannot be counted, and so is not made. */
  boolean isCounted() {
    if (method != GrpcMethod.MODEL_INFER || revision == null) {
      return true;
    }
    RevisionCounter counter = revision.counter();
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

  /** The call has ended. */
  void ended(ModelCall call, Status status, long nanos) {
    if (counting != null) {
      if (status == Status.OK) {
        counting.answered(nanos);
      } else {
        counting.failed(nanos);
      }
      stopCounting();
      if (assigned != null) {
        assigned.ended(call.blame(status, nanos));
      }
    }
  }
}
