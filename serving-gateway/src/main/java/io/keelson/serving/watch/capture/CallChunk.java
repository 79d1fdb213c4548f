package io.keelson.serving.watch.capture;

import io.keelson.serving.watch.capture.CapturedCall.Message;
import io.keelson.serving.watch.capture.CapturedCall.Source;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Calls that wait one after the other, the bytes of small ones in one array: thousands wait at a
 * time, and the garbage collector would move an object of each of them and of each of its parts. It
 * grows with what comes, up to a bound; one that has grown takes others once its calls have gone.
 */
final class CallChunk<S extends Sampled> {
  /** Calls with more bytes are kept as they are. */
  static final int MAX_CALL_BYTES = 4 << 10;

  static final int MIN_CALLS = 4;
  static final int MAX_CALLS = 256;
  private static final int MAX_BYTES = 64 << 10;
  private static final int BYTES_PER_CALL = MAX_BYTES / MAX_CALLS;

  /** Of each call: its source, its settings, and its id where that is not in its request. */
  private static final int REFERENCES = 3;

  /** Of each call: when it was answered, how long that took, both sizes, where its id is. */
  private static final int NUMBERS = 5;

  /** Beside the nanoseconds of the second. */
  private static final long PLAIN_ID = 1L << Integer.SIZE;

  private byte[] bytes;
  private Object[] references;
  private long[] numbers;
  private int size;
  private int count;

  /** Of those that were handed out; see {@link #handedOut}. */
  private int left;

  /**
   * @param calls how many are likely to come
   */
  CallChunk(int calls) {
    bytes = new byte[calls * BYTES_PER_CALL];
    references = new Object[calls * REFERENCES];
    numbers = new long[calls * NUMBERS];
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == MAX_CALLS || size > MAX_BYTES - MAX_CALL_BYTES;
  }

  /** All of its calls are looked at from now on, and no more come. */
  void handedOut() {
    left = count;
  }

  /**
   * Nobody looks any more at one of its calls.
   *
   * @return whether it was the last one
   */
  boolean hasLost() {
    return --left == 0;
  }

  /** Whether it is worth more than its room to take others. */
  boolean isWide() {
    return bytes.length == MAX_BYTES && numbers.length == MAX_CALLS * NUMBERS;
  }

  /** Forgets its calls. What their bytes were is overwritten, and not looked at before. */
  void clear() {
    Arrays.fill(references, 0, count * REFERENCES, null);
    size = 0;
    count = 0;
  }

  /** Takes one more; to be asked {@link #isFull} before. */
  void add(CaptureTap<S> call, Instant at, long nanos) {
    if ((count + 1) * NUMBERS > numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      references = Arrays.copyOf(references, 2 * references.length);
    }
    if (call.isWhole() && call.heldBytes() <= MAX_CALL_BYTES) {
      addBytes(call, at, nanos);
    } else {
      references[count * REFERENCES + 2] = call.call(at, nanos);
    }
    count++;
  }

  private void addBytes(CaptureTap<S> call, Instant at, long nanos) {
    byte[] request = call.request();
    byte[] answer = call.answer();
    int end = size + request.length + answer.length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(MAX_BYTES, 2 * bytes.length)));
    }
    System.arraycopy(request, 0, bytes, size, request.length);
    System.arraycopy(answer, 0, bytes, size + request.length, answer.length);
    size = end;
    int i = count * REFERENCES;
    references[i] = call.source();
    references[i + 1] = call.settings();
    references[i + 2] = call.idText();
    int k = count * NUMBERS;
    numbers[k] = at.getEpochSecond();
    numbers[k + 1] = at.getNano() | (call.isPlainId() ? PLAIN_ID : 0);
    numbers[k + 2] = nanos;
    numbers[k + 3] = (long) request.length << Integer.SIZE | answer.length;
    numbers[k + 4] = call.idPlace();
  }

  /** All of them, in the order in which they came. */
  void forEach(Consumer<CapturedCall<S>> then) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      CapturedCall<S> call = whole(i);
      if (call == null) {
        call = call(i, from);
        from += call.heldBytes();
      }
      then.accept(call);
    }
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private CapturedCall<S> whole(int i) {
    return references[i * REFERENCES] == null
        ? (CapturedCall<S>) references[i * REFERENCES + 2]
        : null;
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private CapturedCall<S> call(int i, int from) {
    int r = i * REFERENCES;
    int k = i * NUMBERS;
    int between = from + (int) (numbers[k + 3] >>> Integer.SIZE);
    int to = between + (int) numbers[k + 3];
    String id = (String) references[r + 2];
    return new CapturedCall<>(
        (Source) references[r],
        (S) references[r + 1],
        id != null ? id : InferenceId.plain(bytes, from, numbers[k + 4]),
        (numbers[k + 1] & PLAIN_ID) != 0,
        Instant.ofEpochSecond(numbers[k], (int) numbers[k + 1]),
        numbers[k + 2],
        Message.in(bytes, from, between),
        Message.in(bytes, between, to));
  }
}
