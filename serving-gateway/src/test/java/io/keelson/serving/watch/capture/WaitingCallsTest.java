package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.protocol.inference.ModelInferRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Calls come out of the queue as they went in, whatever their sizes and whatever becomes of them.
 */
class WaitingCallsTest {
  private static final UUID TENANT = new UUID(0, 1);
  private static final int PREFIX_BYTES = 5;

  private final Random random = new Random(69);
  private final long[] clock = {0};
  private final CaptureQueue<CaptureSettings> queue =
      new CaptureQueue<>(
          64 << 20,
          64 << 20,
          (InstantSource) () -> Instant.ofEpochSecond(1_800_000_000L + clock[0], 123 * clock[0]));

  private record Expected(
      String id, boolean isPlainId, CapturedCall.Source source, CaptureSettings settings) {}

  /** Of those that are plain ids all but few are known to be. */
  private final int[] plain = {0, 0};

  private final Deque<Expected> expected = new ArrayDeque<>();
  private final Deque<byte[]> requests = new ArrayDeque<>();
  private final Deque<Long> times = new ArrayDeque<>();

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(PREFIX_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private String id(int i) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "ü" + i;
      case 2 -> "a\"" + i;
      default -> "i".repeat(random.nextInt(100)) + i;
    };
  }

  private void come(int i) {
    CapturedCall.Source source = new CapturedCall.Source(TENANT, new UUID(1, i % 3), i % 4);
    CaptureSettings settings =
        new CaptureSettings(new UUID(2, i % 2), i % 7 == 0 ? 0.999_999 : 1, Set.of());
    String id = id(i);
    int padding = random.nextInt(50) == 0 ? random.nextInt(300_000) : random.nextInt(400);
    byte[] request =
        framed(
            ModelInferRequest.newBuilder()
                .setModelName("m".repeat(padding))
                .setId(id)
                .build()
                .toByteArray());
    CaptureTap<CaptureSettings> tap = queue.tap(source, settings);
    int half = random.nextBoolean() ? request.length : random.nextInt(request.length);
    tap.request(Arrays.copyOf(request, half));
    if (half < request.length) {
      tap.request(Arrays.copyOfRange(request, half, request.length));
    }
    String known = tap.inferenceId();
    boolean isWhole = request.length <= PREFIX_BYTES + CaptureQueue.MAX_MESSAGE_BYTES;
    if (isWhole && !id.isEmpty()) {
      assertThat(known).isEqualTo(id);
    }
    tap.answer(framed(new byte[i % 100]));
    clock[0] = i;
    tap.answered(i);
    boolean isPlain = known.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    expected.add(new Expected(known, isPlain, source, settings));
    requests.add(isWhole ? request : new byte[0]);
    times.add((long) i);
  }

  private void isExpected(CapturedCall<CaptureSettings> call, Expected of, byte[] request, long i) {
    assertThat(call.inferenceId()).isEqualTo(of.id);
    assertThat(of.isPlainId || !call.isPlainId()).as("no other id is taken for plain").isTrue();
    plain[0] += of.isPlainId ? 1 : 0;
    plain[1] += call.isPlainId() ? 1 : 0;
    assertThat(call.source()).isEqualTo(of.source);
    assertThat(call.settings()).isEqualTo(of.settings);
    assertThat(call.request().framed()).isEqualTo(request.length == 0 ? null : request);
    assertThat(call.answer().framed()).isEqualTo(framed(new byte[(int) i % 100]));
    assertThat(call.answer().sizeBytes()).isEqualTo(i % 100);
    assertThat(call.nanos()).isEqualTo(i);
    assertThat(call.at()).isEqualTo(Instant.ofEpochSecond(1_800_000_000L + i, 123 * i));
  }

  @Test
  void theyComeOutAsTheyWentIn() {
    int come = 0;
    while (come < 20_000 || !expected.isEmpty()) {
      for (int i = random.nextInt(700); i > 0 && come < 20_000; i--) {
        come(come++);
      }
      assertThat(queue.waiting()).isEqualTo(expected.size());
      List<CapturedCall<CaptureSettings>> calls =
          queue.first(TENANT, 1 + random.nextInt(1_000), 1 + random.nextInt(1 << 20));
      var ids = expected.iterator();
      var bytes = requests.iterator();
      var numbers = times.iterator();
      for (CapturedCall<CaptureSettings> call : calls) {
        isExpected(call, ids.next(), bytes.next(), numbers.next());
      }
      assertThat(calls.isEmpty()).isEqualTo(expected.isEmpty());
      done(calls);
    }
    assertThat(queue.heldBytes()).isZero();
    assertThat(queue.tenants()).isEmpty();
    assertThat(plain[1]).isGreaterThan(plain[0] * 9 / 10);
  }

  /** All of them have gone, or none, or some. */
  private void done(List<CapturedCall<CaptureSettings>> calls) {
    int share = random.nextInt(4);
    List<CapturedCall<CaptureSettings>> gone = new ArrayList<>();
    Deque<Expected> ids = new ArrayDeque<>();
    Deque<byte[]> bytes = new ArrayDeque<>();
    Deque<Long> numbers = new ArrayDeque<>();
    for (CapturedCall<CaptureSettings> call : calls) {
      Expected id = expected.remove();
      byte[] request = requests.remove();
      long time = times.remove();
      if (share > 1 || (share == 1 && random.nextBoolean())) {
        gone.add(call);
      } else {
        ids.addFirst(id);
        bytes.addFirst(request);
        numbers.addFirst(time);
      }
    }
    ids.forEach(expected::addFirst);
    bytes.forEach(requests::addFirst);
    numbers.forEach(times::addFirst);
    queue.done(TENANT, calls.size(), gone);
  }

  @Test
  void whatIsLeftOfABatchHoldsNothingOfWhatHasGone() {
    for (int i = 0; i < 100; i++) {
      CaptureTap<CaptureSettings> tap =
          queue.tap(TENANT, new UUID(0, 2), 1, new CaptureSettings(new UUID(0, 3), 1, Set.of()));
      tap.request(framed(new byte[200]));
      tap.answer(framed(new byte[50]));
      tap.answered(1);
    }
    List<CapturedCall<CaptureSettings>> calls = queue.first(TENANT, 100, 1 << 20);
    assertThat(calls.getFirst().request().bytes()).hasSizeGreaterThan(20_000);

    queue.done(TENANT, 100, calls.subList(0, 99));

    CapturedCall<CaptureSettings> left = queue.first(TENANT, 100, 1 << 20).getFirst();
    assertThat(left.request().bytes()).hasSize(PREFIX_BYTES + 200);
    assertThat(left.answer().bytes()).hasSize(PREFIX_BYTES + 50);
  }

  private List<CapturedCall<CaptureSettings>> come(int calls, byte content) {
    for (int i = 0; i < calls; i++) {
      CaptureTap<CaptureSettings> tap =
          queue.tap(TENANT, new UUID(0, 2), 1, new CaptureSettings(new UUID(0, 3), 1, Set.of()));
      byte[] message = new byte[200];
      Arrays.fill(message, content);
      tap.request(framed(message));
      tap.answer(framed(new byte[50]));
      tap.answered(1);
    }
    return queue.first(TENANT, calls, 1 << 30);
  }

  private static Set<byte[]> arrays(List<CapturedCall<CaptureSettings>> calls) {
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    calls.forEach(call -> arrays.add(call.request().bytes()));
    return arrays;
  }

  @Test
  void othersComeWhereThoseLayThatHaveGone() {
    List<CapturedCall<CaptureSettings>> first = come(1_000, (byte) 1);
    Set<byte[]> arrays = arrays(first);
    queue.done(TENANT, 1_000, first.subList(0, 999));

    List<CapturedCall<CaptureSettings>> second = come(1_000, (byte) 2);

    assertThat(second.getFirst().request().framed())
        .as("one that waits on")
        .containsOnly(0, 1, -56);
    assertThat(second.subList(1, 1_000))
        .allSatisfy(call -> assertThat(call.request().framed()).containsOnly(0, 2, -56));
    assertThat(arrays(second.subList(1, 1_000)).stream().anyMatch(arrays::contains)).isTrue();
    List<CapturedCall<CaptureSettings>> none = second;
    queue.done(TENANT, 1_000, Set.of());
    List<CapturedCall<CaptureSettings>> third = come(1_000, (byte) 3);
    assertThat(third)
        .as("those that wait lie where nobody comes")
        .hasSameSizeAs(none)
        .allSatisfy(call -> assertThat(call.request().framed()).doesNotContain(3));
  }
}
