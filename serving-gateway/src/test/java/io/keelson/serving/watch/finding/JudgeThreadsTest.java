package io.keelson.serving.watch.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.NotFound;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class JudgeThreadsTest {
  /** As many compute as there are processors, and still a virtual thread has its turn. */
  @Test
  void whatComputesKeepsNoVirtualThreadFromItsTurn() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch turn = new CountDownLatch(1);
    try (JudgeThreads threads = new JudgeThreads()) {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        Thread.startVirtualThread(() -> threads.compute(() -> spin(over)));
      }
      Thread.startVirtualThread(turn::countDown);

      assertThat(turn.await(20, TimeUnit.SECONDS)).isTrue();
      over.set(true);
      assertThat(threads.<Boolean>compute(() -> Thread.currentThread().isVirtual())).isFalse();
    }
  }

  private static boolean spin(AtomicBoolean over) {
    while (!over.get()) {
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void whatFailsFailsForWhoeverWaits() {
    try (JudgeThreads threads = new JudgeThreads()) {
      assertThatThrownBy(
              () ->
                  threads.compute(
                      () -> {
                        throw new NotFound("profile");
                      }))
          .isInstanceOf(NotFound.class);
    }
  }
}
