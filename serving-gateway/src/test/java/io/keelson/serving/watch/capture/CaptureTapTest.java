package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CaptureTapTest {
  private static final UUID TENANT = new UUID(0, 1);
  private static final UUID ENDPOINT = new UUID(0, 2);
  private static final CaptureSettings ALL = new CaptureSettings(new UUID(0, 3), 1, Set.of());
  private static final int PREFIX_BYTES = 5;

  private final CaptureQueue<CaptureSettings> queue =
      new CaptureQueue<>(8 << 20, 8 << 20, InstantSource.system());

  @Test
  void aMessageInPiecesOfAByteIsCopiedAFewTimesAtMost() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int bytes = PREFIX_BYTES + CaptureQueue.MAX_MESSAGE_BYTES;
    byte[] piece = {0};
    CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < bytes / 8; i++) {
      tap.request(piece);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4L * bytes);
  }

  @Test
  void whatIsKeptIsTheMessageAndTheRoomItTakes() {
    CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
    byte[] message = new byte[PREFIX_BYTES + 20_000];
    for (int i = PREFIX_BYTES; i < message.length; i++) {
      message[i] = (byte) i;
    }
    Arrays.fill(message, PREFIX_BYTES, PREFIX_BYTES + 2, (byte) 0);
    for (int from = 0; from < message.length; from += 7) {
      tap.request(Arrays.copyOfRange(message, from, Math.min(message.length, from + 7)));
    }
    tap.answer(new byte[PREFIX_BYTES]);
    tap.answered(1);

    CapturedCall<CaptureSettings> call = queue.first(TENANT, 1, Long.MAX_VALUE).getFirst();
    assertThat(call.request().framed()).isEqualTo(message);
    assertThat(queue.heldBytes()).isEqualTo(message.length + PREFIX_BYTES + 512);
    queue.done(TENANT, 1, Set.of(call));
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void ofALargerMessageNothingIsHeldInTheEnd() {
    CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
    byte[] piece = new byte[1_000];
    for (int i = 0; i < 1_000; i++) {
      tap.request(piece);
    }
    tap.answer(new byte[PREFIX_BYTES]);
    tap.answered(1);

    CapturedCall<CaptureSettings> call = queue.first(TENANT, 1, Long.MAX_VALUE).getFirst();
    assertThat(call.request().isWhole()).isFalse();
    assertThat(call.request().sizeBytes()).isEqualTo(1_000_000 - PREFIX_BYTES);
    assertThat(queue.heldBytes()).isEqualTo(PREFIX_BYTES + 512);
  }
}
