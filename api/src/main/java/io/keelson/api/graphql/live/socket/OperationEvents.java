package io.keelson.api.graphql.live.socket;

import graphql.ExecutionResult;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Takes the events of a subscription one at a time, when the socket's reader has taken what came
 * before.
 */
final class OperationEvents implements Subscriber<ExecutionResult> {

  /** Whose events they are; each of its methods is called on its event loop, until it has ended. */
  interface Operation {
    /** Runs it there. From anywhere. */
    void onLoop(Runnable work);

    /**
     * Tells it, at once or later.
     *
     * @param told runs after that, unless the operation has ended
     */
    void event(ExecutionResult result, Runnable told);

    void fail(Throwable failure);

    void complete();
  }

  private final Operation operation;
  private final SocketWriter writer;
  private final Stall stall;
  private final Runnable asking = this::askNow;
  private volatile Subscription events;
  private volatile boolean isCancelled;
  private boolean isTelling;

  /** What comes after the event that is being told; null for nothing yet. */
  private Runnable last;

  /**
   * @param stall lasts while an event waits for the reader
   */
  OperationEvents(Operation operation, SocketWriter writer, Stall stall) {
    this.operation = operation;
    this.writer = writer;
    this.stall = stall;
  }

  @Override
  public void onSubscribe(Subscription given) {
    events = given;
    if (isCancelled) {
      given.cancel();
    }
    operation.onLoop(this::ask);
  }

  private void ask() {
    stall.begin();
    writer.whenWritable(asking);
  }

  private void askNow() {
    stall.end();
    events.request(1); // which means nothing once it is cancelled
  }

  @Override
  public void onNext(ExecutionResult result) {
    operation.onLoop(
        () -> {
          isTelling = true;
          operation.event(result, this::told);
        });
  }

  private void told() {
    isTelling = false;
    if (last == null) {
      ask();
    } else {
      last.run();
    }
  }

  @Override
  public void onError(Throwable failure) {
    operation.onLoop(() -> end(() -> operation.fail(failure)));
  }

  @Override
  public void onComplete() {
    operation.onLoop(() -> end(operation::complete));
  }

  private void end(Runnable end) {
    if (isTelling) {
      last = end;
    } else {
      writer.forget(asking);
      end.run();
    }
  }

  /** No more of them, and whoever does not read keeps none. */
  void cancel() {
    isCancelled = true;
    writer.forget(asking);
    if (events != null) {
      events.cancel();
    }
  }
}
