package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairTurns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an event of a subscription holds, costs and may take. */
class EventTurnsTest {
  private final List<Long> paid = new ArrayList<>();
  private final Charge charge =
      new Charge() {
        @Override
        public void take(long points) {
          paid.add(points);
        }

        @Override
        public void record(long points) {
          paid.add(points);
        }
      };
  private final FairTurns permits = new FairTurns(2);
  private final SharedBytes memory = new SharedBytes(4 << 20);
  private final ResultSize size = new ResultSize(memory.use("tenant"), 1 << 20);
  private final RunningOperation operation =
      new RunningOperation("tenant", 100, charge, false, size, () -> true);
  private final EventTurns turns =
      new EventTurns(permits, new TimeLimit(Duration.ofMillis(20)), operation);
  private final List<String> begun = new ArrayList<>();

  private EventTurns.Turn event(String name) {
    return turns.ask(turn -> turn.begin(() -> begin(name)));
  }

  private void begin(String name) {
    operation.beginEvent();
    begun.add(name);
  }

  @Test
  void anEventHoldsItsPermitUntilItsAnswerIsThere() {
    EventTurns.Turn first = event("first");
    event("second");
    assertThat(begun).containsExactly("first");

    first.over();
    first.over();

    assertThat(begun).containsExactly("first", "second");
    event("third");
    assertThat(begun).as("the permit came back once").hasSize(2);
  }

  @Test
  void whatItsSubscriptionUsesIsUsedUntilTheEventIsOver() {
    operation.addToResult(10_000, 0);
    EventTurns.Turn turn = event("long");

    size.end();
    assertThat(memory.usedBytes()).isPositive();

    turn.over();
    turn.over();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void itsItemsArePaidForAtItsEnd() {
    EventTurns.Turn turn = event("long");
    operation.use(40);
    operation.use(2);

    turn.over();

    assertThat(paid).containsExactly(1L, 42L);
  }

  @Test
  void oneThatTakesTooLongEndsTheSubscriptionAndHoldsItsPermitUntilItIsOver() throws Exception {
    CompletableFuture<Failure> late = new CompletableFuture<>();
    turns.onLate(late::complete);
    EventTurns.Turn slow = event("slow");

    assertThat(late.get(10, TimeUnit.SECONDS)).isInstanceOf(Unavailable.class);
    assertThat(operation.ended()).isInstanceOf(Unavailable.class);
    event("next");
    assertThat(begun).containsExactly("slow");
    slow.over();
    assertThat(begun).containsExactly("slow", "next");
  }

  @Test
  void oneThatIsDroppedWhileItWaitsBeginsNever() {
    EventTurns.Turn first = event("first");
    EventTurns.Turn dropped = event("dropped");

    dropped.drop();
    first.over();
    event("third");

    assertThat(begun).containsExactly("first", "third");
  }

  @Test
  void oneThatIsDroppedBeforeItBeginsGivesItsPermitBack() {
    EventTurns.Turn granted = turns.ask(turn -> {});
    granted.drop();
    granted.begin(() -> begin("dropped"));
    event("next");

    assertThat(begun).containsExactly("next");
  }

  @Test
  void whatComesAfterAnEventWaitsUntilItHasBegun() {
    EventTurns.Turn first = event("first");
    EventTurns.Turn waits = event("second");
    waits.afterwards(() -> begun.add("end"));
    assertThat(begun).containsExactly("first");

    first.over();

    assertThat(begun).containsExactly("first", "second", "end");
  }
}
