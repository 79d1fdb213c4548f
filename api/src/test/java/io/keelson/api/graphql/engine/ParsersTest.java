package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose large requests are read, and when. */
@Timeout(30)
class ParsersTest {
  private final Parsers parsers = new Parsers(1, 15);
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<String> read = new CopyOnWriteArrayList<>();

  private String hold() {
    reading.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "held";
  }

  private CompletableFuture<Boolean> read(String payer) {
    return parsers.run(payer, () -> read.add(payer));
  }

  /** One is being read, and so many wait behind it. */
  private List<CompletableFuture<Boolean>> crowd(int count) throws InterruptedException {
    parsers.run("greedy", this::hold);
    reading.await();
    return IntStream.range(0, count).mapToObj(i -> read("greedy")).toList();
  }

  @Test
  void oneTenantDoesNotTakeAllTheRoomToWait() throws InterruptedException {
    List<CompletableFuture<Boolean>> greedy = crowd(20);

    CompletableFuture<Boolean> other = read("other");

    assertThat(greedy.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(13);
    assertThatThrownBy(greedy.getLast()::join).hasCauseInstanceOf(Unavailable.class);
    assertThat(other).isNotDone();
    goOn.countDown();
    assertThat(other.join()).isTrue();
  }

  @Test
  void tenantsTakeTurnsHoweverMuchEachHasSent() throws InterruptedException {
    List<CompletableFuture<Boolean>> greedy = crowd(5);
    CompletableFuture<Boolean> other = read("other");

    goOn.countDown();

    assertThat(other.join()).isTrue();
    greedy.forEach(CompletableFuture::join);
    assertThat(read).containsExactly("greedy", "other", "greedy", "greedy", "greedy", "greedy");
  }

  @Test
  void whatUsesMemoryOfItsPayersWaitsItsTurnHoweverManyWait() throws InterruptedException {
    List<CompletableFuture<Boolean>> greedy = crowd(20);

    CompletableFuture<Boolean> held = parsers.runHeld("greedy", () -> read.add("held"));
    assertThat(greedy.getLast()).isCompletedExceptionally();
    assertThat(held).isNotDone();

    goOn.countDown();
    assertThat(held.join()).isTrue();
    assertThat(read("greedy").join()).isTrue();
  }

  @Test
  void whoeverWaitsIsToldOfAnErrorToo() {
    CompletableFuture<Boolean> failed =
        parsers.run(
            "tenant",
            () -> {
              throw new LinkageError("not there");
            });

    assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(LinkageError.class);
    assertThat(read("tenant").join()).isTrue();
  }

  @Test
  void theRoomIsThereAgainAfterwards() {
    for (int i = 0; i < 100; i++) {
      assertThat(read("tenant").join()).isTrue();
    }
  }

  @Test
  void whatStaysThereGoesOnWhereItWasDoneAndTakesTurns() throws InterruptedException {
    List<CompletableFuture<Boolean>> greedy = crowd(2);
    CompletableFuture<String> there =
        parsers
            .runThere("other", () -> read.add("other"))
            .thenApply(done -> Thread.currentThread().getName());

    goOn.countDown();

    assertThat(there.join()).startsWith("graphql-parser-");
    greedy.forEach(CompletableFuture::join);
    assertThat(read).containsExactly("greedy", "other", "greedy");
  }
}
