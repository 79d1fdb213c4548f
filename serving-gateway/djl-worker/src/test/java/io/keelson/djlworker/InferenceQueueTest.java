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
      queue.submit(1, () -> pass(done));
    }

    assertThatThrownBy(() -> queue.submit(1, () -> {}))
        .hasMessageContaining("RESOURCE_EXHAUSTED")
        .hasMessageContaining("1024");

    gate.countDown();
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    queue.submit(1, () -> {});
  }

  @Test
  void moreBytesThanTheHeapCanHoldAreRefusedUntilSomeAreFree() throws Exception {
    long third = Runtime.getRuntime().maxMemory() / 12;
    CountDownLatch done = new CountDownLatch(2);
    queue.submit(third, () -> pass(done));
    queue.submit(third, () -> pass(done));

    assertThatThrownBy(() -> queue.submit(2 * third, () -> {}))
        .hasMessageContaining("RESOURCE_EXHAUSTED")
        .hasMessageContaining("bytes");

    gate.countDown();
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(WorkerProcess.until(() -> accepted(2 * third))).isTrue();
  }

  private boolean accepted(long sizeBytes) {
    try {
      queue.submit(sizeBytes, () -> {});
      return true;
    } catch (io.grpc.StatusException e) {
      return false;
    }
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
