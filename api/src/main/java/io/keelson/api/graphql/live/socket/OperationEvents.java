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

    /** Tells it; false when there is to be no other. */
    boolean event(ExecutionResult result);

    void fail(Throwable failure);

    void complete();
  }

  private final Operation operation;
  private final SocketWriter writer;
  private final Stall stall;
  private volatile Subscription events;
  private volatile boolean isCancelled;

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
    writer.whenWritable(
        () -> {
          stall.end();
          events.request(1); // which means nothing once it is cancelled
        });
  }

  @Override
  public void onNext(ExecutionResult result) {
    operation.onLoop(
        () -> {
          if (operation.event(result)) {
            ask();
          }
        });
  }

  @Override
  public void onError(Throwable failure) {
    operation.onLoop(() -> operation.fail(failure));
  }

  @Override
  public void onComplete() {
    operation.onLoop(operation::complete);
  }

  /** No more of them. */
  void cancel() {
    isCancelled = true;
    if (events != null) {
      events.cancel();
    }
  }
}
