package io.keelson.djlworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InferenceQueueTest {
  private final InferenceQueue queue = new InferenceQueue(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  @Test
  void moreCallsThanMayWaitAreRefusedAtOnce() throws Exception {
    CountDownLatch done = new CountDownLatch(1_025);
    for (int i = 0; i < 1_025; i++) {
      queue.submit(() -> pass(done));
    }

    assertThatThrownBy(() -> queue.submit(() -> {}))
        .hasMessageContaining("RESOURCE_EXHAUSTED")
        .hasMessageContaining("1024");

    gate.countDown();
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    queue.submit(() -> {});
  }

  private void pass(CountDownLatch done) {
    try {
      gate.await();
      done.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
