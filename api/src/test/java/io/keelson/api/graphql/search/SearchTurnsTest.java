package io.keelson.api.graphql.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.RateLimited;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SearchTurnsTest {
  private static final int MAX = 16;
  private final SearchTurns turns = new SearchTurns(MAX);
  private final UUID greedy = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  @Test
  void theManySearchesOfOneTenantLeaveAnothersAlone() throws Exception {
    CountDownLatch begun = new CountDownLatch(MAX / 2);
    CountDownLatch end = new CountDownLatch(1);
    Supplier<String> slow =
        () -> {
          begun.countDown();
          await(end);
          return "found";
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> attack = new ArrayList<>();
      for (int i = 0; i < MAX / 2; i++) {
        attack.add(threads.submit(() -> turns.take(greedy, slow)));
      }
      begun.await();
      assertThatThrownBy(() -> turns.take(greedy, slow)).isInstanceOf(RateLimited.class);
      assertThat(turns.take(other, () -> "theirs")).isEqualTo("theirs");
      end.countDown();
      for (Future<String> one : attack) {
        assertThat(one.get()).isEqualTo("found");
      }
    }
    assertThat(turns.take(greedy, () -> "again")).isEqualTo("again");
  }

  @Test
  void aSearchThatFailsGivesItsTurnBack() {
    for (int i = 0; i < 2 * MAX; i++) {
      assertThatThrownBy(
              () ->
                  turns.take(
                      greedy,
                      () -> {
                        throw new IllegalStateException("on purpose");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(turns.take(greedy, () -> "found")).isEqualTo("found");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
