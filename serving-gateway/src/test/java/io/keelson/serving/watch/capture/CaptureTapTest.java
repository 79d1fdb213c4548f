package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

  private static byte[] framed(String id) {
    byte[] message =
        ModelInferRequest.newBuilder().setModelName("m").setId(id).build().toByteArray();
    return ByteBuffer.allocate(PREFIX_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static String text(CharSequence header) {
    return header == null ? null : header.toString();
  }

  @Test
  void anIdIsWhatItsLettersAreHoweverItIsLookedAt() {
    Random random = new Random(52);
    for (int i = 0; i < 5_000; i++) {
      int length = i % 500 == 0 ? 250 + random.nextInt(12) : 1 + random.nextInt(40);
      StringBuilder letters = new StringBuilder("i".repeat(length));
      for (int k = random.nextInt(3); k > 0; k--) {
        letters.setCharAt(random.nextInt(length), (char) random.nextInt(i % 5 == 0 ? 0x300 : 0x80));
      }
      String id = letters.toString();
      CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
      tap.request(framed(id));
      String kept = InferenceId.isUsable(id) ? id : null;

      assertThat(tap.inferenceId()).isEqualTo(kept);
      assertThat(text(tap.headerId()))
          .isEqualTo(kept != null && InferenceId.fitsHeader(kept) ? kept : null);
      tap.failed();
    }
    assertThat(queue.heldBytes()).isZero();
    assertThat(queue.counts().take(TENANT).get(ENDPOINT).unreadable()).isPositive();
  }

  @Test
  void anIdIsHeldToItsBoundInLargeMessagesAsWell() {
    for (int characters : new int[] {256, 257}) {
      for (int others : new int[] {1, 100_000}) {
        byte[] message =
            ModelInferRequest.newBuilder()
                .setModelName("m".repeat(others))
                .setId("i".repeat(characters))
                .build()
                .toByteArray();
        CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
        tap.request(
            ByteBuffer.allocate(PREFIX_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array());
        assertThat(tap.inferenceId() != null).isEqualTo(characters == 256);
        tap.failed();
      }
    }
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void aCallWithoutAnIdGetsOneThatAHeaderCanTell() {
    CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
    tap.request(framed(""));

    assertThat(text(tap.headerId())).hasSize(36).isEqualTo(tap.inferenceId());
    tap.answer(new byte[PREFIX_BYTES]);
    tap.answered(1);
    assertThat(queue.first(TENANT, 1, 1_000).getFirst().isPlainId()).isTrue();
  }

  @Test
  void aCallOfWhichNoPieceCameTakesItsRoomToo() {
    CaptureTap<CaptureSettings> tap = queue.tap(TENANT, ENDPOINT, 1, ALL);
    tap.answered(1);

    List<CapturedCall<CaptureSettings>> calls = queue.first(TENANT, 1, 1_000);
    assertThat(calls).hasSize(1);
    assertThat(queue.heldBytes()).isEqualTo(512);
    queue.done(TENANT, 1, calls);
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void roomIsTakenForWhatIsHeldWhateverThePiecesAndTheEnds() {
    Random random = new Random(53);
    List<CaptureTap<CaptureSettings>> open = new ArrayList<>();
    CaptureQueue<CaptureSettings> narrow =
        new CaptureQueue<>(1 << 20, 700_000, InstantSource.system());
    for (int i = 0; i < 20_000; i++) {
      if (open.size() < 20) {
        open.add(narrow.tap(TENANT, ENDPOINT, 1, ALL));
      }
      CaptureTap<CaptureSettings> tap = open.get(random.nextInt(open.size()));
      byte[] piece = new byte[random.nextInt(1 << random.nextInt(18))];
      switch (random.nextInt(6)) {
        case 0, 1 -> tap.request(piece);
        case 2, 3 -> tap.answer(piece);
        case 4 -> {
          tap.answered(1);
          open.remove(tap);
        }
        default -> {
          tap.failed();
          open.remove(tap);
        }
      }
      assertThat(narrow.heldBytes()).isBetween(0L, 700_000L);
      if (random.nextInt(10) == 0 && narrow.waiting() > 0) {
        var calls = narrow.first(TENANT, 5, Long.MAX_VALUE);
        narrow.done(TENANT, calls.size(), calls);
      }
    }
    open.forEach(CaptureTap::failed);
    var calls = narrow.first(TENANT, Integer.MAX_VALUE, Long.MAX_VALUE);
    narrow.done(TENANT, calls.size(), calls);

    assertThat(narrow.heldBytes()).isZero();
    assertThat(narrow.waiting()).isZero();
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
