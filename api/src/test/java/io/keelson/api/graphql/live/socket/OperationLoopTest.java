package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the work of an operation runs, whoever hands it over. */
class OperationLoopTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context socket = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
  private final OperationLoop loop = new OperationLoop(socket);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void workOfTheLoopItselfIsDoneAtOnce() throws Exception {
    CompletableFuture<List<String>> order = new CompletableFuture<>();
    socket.runOnContext(
        here -> {
          List<String> seen = new ArrayList<>();
          loop.run(() -> seen.add("work"));
          seen.add("after");
          order.complete(seen);
        });

    assertThat(order.get(10, TimeUnit.SECONDS)).containsExactly("work", "after");
  }

  @Test
  void blockingWorkOfTheSameContextHandsItsResultToTheLoop() throws Exception {
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
    socket.executeBlocking(
        () -> {
          assertThat(Vertx.currentContext()).isSameAs(socket);
          loop.run(() -> onLoop.complete(Context.isOnEventLoopThread()));
          return null;
        });

    assertThat(onLoop.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatGoesOnAndOnLeavesTurnsToOthers() throws Exception {
    AtomicInteger done = new AtomicInteger();
    CompletableFuture<Integer> doneBefore = new CompletableFuture<>();
    socket.runOnContext(
        here -> {
          vertx.getOrCreateContext().runOnContext(other -> doneBefore.complete(done.get()));
          loop.repeat(() -> done.incrementAndGet() < 1_000);
        });

    assertThat(doneBefore.get(10, TimeUnit.SECONDS)).isEqualTo(16);
    await(done, 1_000);
  }

  private static void await(AtomicInteger counted, int count) throws InterruptedException {
    for (int i = 0; i < 1_000 && counted.get() < count; i++) {
      Thread.sleep(10);
    }
    assertThat(counted).hasValue(count);
  }

  @Test
  void anybodyElseHandsItOverToo() throws Exception {
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
    Thread.startVirtualThread(() -> loop.run(() -> onLoop.complete(Context.isOnEventLoopThread())));

    assertThat(onLoop.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
