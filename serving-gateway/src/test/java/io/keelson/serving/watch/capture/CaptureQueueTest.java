package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CaptureQueueTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final UUID ENDPOINT = new UUID(0, 3);
  private static final CaptureSettings ALL = new CaptureSettings(new UUID(0, 4), 1, Set.of());

  private final CaptureQueue<CaptureSettings> queue =
      new CaptureQueue<>(10_000, 6_000, InstantSource.system());

  private boolean isKept(UUID tenant, int bytes) {
    int before = queue.waiting();
    CaptureTap<CaptureSettings> tap = queue.tap(tenant, ENDPOINT, 1, ALL);
    tap.request(new byte[bytes]);
    tap.answer(new byte[5]);
    tap.answered(1);
    return queue.waiting() > before;
  }

  @Test
  void aTenantFillsItsShareAndNotTheProcess() {
    assertThat(isKept(ONE, 4_000)).isTrue();
    assertThat(isKept(ONE, 4_000)).isFalse();
    assertThat(isKept(OTHER, 4_000)).isTrue();
    assertThat(isKept(OTHER, 1_400)).as("the process is full").isFalse();

    Map<UUID, CaptureCount> counted = queue.counts().take(ONE);
    assertThat(counted).containsExactly(Map.entry(ENDPOINT, CaptureCount.ofNoRoom(1)));
    assertThat(queue.heldBytes()).isEqualTo(2 * (4_000 + 5 + 512));

    assertThat(queue.tenants()).containsExactly(ONE, OTHER);
    var ones = queue.first(ONE, 10, 100_000);
    var others = queue.first(OTHER, 10, 100_000);
    assertThat(ones).hasSize(1);
    queue.done(ONE, 1, Set.of());
    assertThat(queue.first(ONE, 10, 100_000)).isEqualTo(ones);
    assertThat(queue.tenants()).as("the other is next").containsExactly(OTHER, ONE);
    queue.done(OTHER, 1, Set.copyOf(others));
    assertThat(queue.tenants()).containsExactly(ONE);
    queue.done(ONE, 1, Set.copyOf(ones));
    assertThat(queue.heldBytes()).isZero();
    assertThat(isKept(ONE, 4_000)).isTrue();
  }

  @Test
  void whatFailsOrIsNotAmongTheShareLeavesNothingBehind() {
    CaptureTap<CaptureSettings> failed = queue.tap(ONE, ENDPOINT, 1, ALL);
    failed.request(new byte[1_000]);
    failed.failed();
    CaptureTap<CaptureSettings> left =
        queue.tap(ONE, ENDPOINT, 1, new CaptureSettings(ONE, 1e-300, Set.of()));
    left.request(new byte[1_000]);
    left.answer(new byte[1_000]);
    left.answered(1);

    assertThat(left.inferenceId()).isNull();
    assertThat(queue.waiting()).isZero();
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void anAnswerToAPartOfTheRequestHoldsNoRoomOfIt() {
    CaptureTap<CaptureSettings> tap = queue.tap(ONE, ENDPOINT, 1, ALL);
    tap.request(new byte[100]);
    tap.answer(new byte[5]);
    tap.request(new byte[100]);
    tap.answered(1);

    var calls = queue.first(ONE, 1, 1_000);
    queue.done(ONE, 1, Set.copyOf(calls));
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void manyThatWaitAreFetchedAtOnce() {
    CaptureQueue<CaptureSettings> wide =
        new CaptureQueue<>(64 << 20, 64 << 20, InstantSource.system());
    AtomicInteger fetched = new AtomicInteger();
    wide.whenCrowded(tenant -> fetched.incrementAndGet());

    for (int i = 0; i < 2_200; i++) {
      CaptureTap<CaptureSettings> tap = wide.tap(i % 2 == 0 ? ONE : OTHER, ENDPOINT, 1, ALL);
      tap.request(new byte[10]);
      tap.answer(new byte[5]);
      tap.answered(1);
    }

    assertThat(fetched).as("once for each tenant").hasValue(2);
  }
}
