package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

/** Events are told one after the other, and what comes last after them. */
class OperationEventsTest {
  private static final ExecutionResult EVENT =
      ExecutionResult.newExecutionResult().data("event").build();

  private final List<String> seen = new ArrayList<>();
  private final UnreadSocket reader = new UnreadSocket();
  private final SocketWriter writer = new SocketWriter(reader.socket(), 1_000);
  private final OperationEvents events =
      new OperationEvents(new Following(), writer, new Stall(System::nanoTime));
  private Runnable told;

  private final class Following implements OperationEvents.Operation {
    @Override
    public void onLoop(Runnable work) {
      work.run();
    }

    @Override
    public void event(ExecutionResult result, Runnable afterwards) {
      seen.add("event");
      told = afterwards;
    }

    @Override
    public void fail(Throwable failure) {
      seen.add(failure.getMessage());
    }

    @Override
    public void complete() {
      seen.add("complete");
    }
  }

  private final class Asked implements Subscription {
    @Override
    public void request(long count) {
      seen.add("asked");
    }

    @Override
    public void cancel() {
      seen.add("cancelled");
    }
  }

  @Test
  void theNextIsAskedForWhenOneWasTold() {
    events.onSubscribe(new Asked());
    events.onNext(EVENT);
    assertThat(seen).containsExactly("asked", "event");

    told.run();

    assertThat(seen).containsExactly("asked", "event", "asked");
  }

  @Test
  void theEndWaitsForTheEventThatIsBeingTold() {
    events.onSubscribe(new Asked());
    events.onNext(EVENT);
    events.onComplete();
    assertThat(seen).containsExactly("asked", "event");

    told.run();

    assertThat(seen).containsExactly("asked", "event", "complete");
  }

  @Test
  void nothingIsAskedForOnceItHasEndedWhoeverReadsThen() {
    writer.write(new byte[100]);
    events.onSubscribe(new Asked());
    events.onError(new IllegalStateException("failed"));

    reader.readAll();

    assertThat(seen).containsExactly("failed");
  }

  @Test
  void soDoesAFailureAndNothingIsWaitedForBetweenEvents() {
    events.onSubscribe(new Asked());
    events.onError(new IllegalStateException("failed"));
    assertThat(seen).containsExactly("asked", "failed");
  }
}
