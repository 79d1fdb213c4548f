package io.keelson.api.graphql.engine;

import graphql.ExecutionResult;
import io.keelson.tenancy.failure.Failure;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The answers to the events of a subscription, until one of them is beyond a limit: with that the
 * stream fails. To go on would be to answer nulls without a word.
 */
record EventAnswers(Publisher<ExecutionResult> all, RunningOperation operation, EventTurns turns)
    implements Publisher<ExecutionResult> {

  @Override
  public void subscribe(Subscriber<? super ExecutionResult> downstream) {
    all.subscribe(new Guard(downstream));
  }

  private final class Guard implements Subscriber<ExecutionResult> {
    private final Subscriber<? super ExecutionResult> downstream;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile Subscription upstream;

    Guard(Subscriber<? super ExecutionResult> downstream) {
      this.downstream = downstream;
    }

    @Override
    public void onSubscribe(Subscription given) {
      upstream = given;
      turns.onLate(this::end);
      downstream.onSubscribe(given);
    }

    private void end(Failure why) {
      if (isOver.compareAndSet(false, true)) {
        upstream.cancel();
        downstream.onError(why);
      }
    }

    @Override
    public void onNext(ExecutionResult answer) {
      turns.current().over();
      Failure ended = operation.ended();
      if (ended != null) {
        end(ended);
      } else {
        downstream.onNext(answer);
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (turns.current() != null) {
        turns.current().over();
      }
      if (isOver.compareAndSet(false, true)) {
        downstream.onError(operation.ended() == null ? failure : operation.ended());
      }
    }

    @Override
    public void onComplete() {
      if (isOver.compareAndSet(false, true)) {
        downstream.onComplete();
      }
    }
  }
}
