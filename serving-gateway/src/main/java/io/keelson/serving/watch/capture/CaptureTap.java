package io.keelson.serving.watch.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.keelson.serving.protocol.PlainText;
import io.keelson.serving.watch.capture.CapturedCall.Message;
import io.keelson.tenancy.database.Ids;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Copies the messages of one call as they pass, as far as they may be kept. Neither fails nor
 * waits; used on the call's event loop.
 */
public final class CaptureTap<S extends Sampled> {
  private static final int PREFIX_BYTES = 5;
  private static final int MAX_BYTES = PREFIX_BYTES + CaptureQueue.MAX_MESSAGE_BYTES;

  /** What a message in several pieces takes at least while it comes. */
  private static final int MIN_BYTES = 4 << 10;

  /** Taken with the first piece, so that a small answer needs none of its own. */
  private static final int SPARE_BYTES = 512;

  private static final byte[] NOTHING = {};

  private final CaptureQueue<S> queue;
  private final CapturedCall.Source source;
  private final S settings;
  private final InstantSource clock;
  private final Copy request = new Copy();
  private final Copy answer = new Copy();
  private String inferenceId;
  private boolean isPlainId;
  private boolean isRead;
  private boolean isOver;

  /** Room of the queue: for the entry, for both copies, and some to spare. */
  private long takenBytes;

  private long spareBytes;

  CaptureTap(CaptureQueue<S> queue, CapturedCall.Source source, S settings, InstantSource clock) {
    this.queue = queue;
    this.source = source;
    this.settings = settings;
    this.clock = clock;
  }

  /** The next piece of the request, from the prefix of its message on. */
  public void request(byte[] piece) {
    add(request, piece);
  }

  /** The next piece of the answer, likewise; the request has been sent. */
  public void answer(byte[] piece) {
    if (inferenceId() != null) {
      add(answer, piece);
    }
  }

  private void add(Copy copy, byte[] piece) {
    if (!isOver && !copy.add(piece)) {
      drop(CaptureCount.ofNoRoom(1));
    }
  }

  /**
   * By what the inference is known if it is to be kept: the caller's id, or one that is made here.
   * To be asked once the request has been sent.
   *
   * @return null where it is not to be kept
   */
  public String inferenceId() {
    if (!isRead) {
      isRead = true;
      if (!isOver) {
        readId();
      }
    }
    return inferenceId;
  }

  private void readId() {
    String given = givenId();
    String id = given.isEmpty() ? Ids.next().toString() : given;
    isPlainId |= given.isEmpty();
    boolean isUsable =
        isPlainId ? id.length() <= InferenceId.MAX_CHARACTERS : InferenceId.isUsable(id);
    if (!isUsable) {
      drop(CaptureCount.ofUnreadable(1));
    } else if (!InferenceId.isAmong(source.endpointId(), id, settings.share())) {
      end();
    } else {
      inferenceId = id;
      request.shorten();
    }
  }

  /** The bytes of an id are looked at once: what most of them are fits rows and headers alike. */
  private String givenId() {
    byte[] message = request.soFar();
    long found = InferenceId.find(message, PREFIX_BYTES);
    if (found == InferenceId.UNUSUAL) {
      return InferenceId.decoded(message, PREFIX_BYTES);
    }
    int from = InferenceId.from(found);
    int length = InferenceId.length(found);
    isPlainId = PlainText.is(message, from, from + length);
    return new String(message, from, length, isPlainId ? ISO_8859_1 : UTF_8);
  }

  /**
   * Likewise, where a header can tell it.
   *
   * @return null where it is not to be kept, or has letters that no header has
   */
  public String headerId() {
    String id = inferenceId();
    return id == null || !InferenceId.fitsHeader(id, isPlainId) ? null : id;
  }

  /** The call was answered with success. */
  public void answered(long nanos) {
    if (inferenceId() == null || isOver) {
      return;
    }
    if (takenBytes == 0 && !take(0)) {
      drop(CaptureCount.ofNoRoom(1)); // no piece has come
      return;
    }
    isOver = true;
    request.shorten();
    answer.shorten();
    queue.offer(
        spareBytes,
        new CapturedCall<>(
            source,
            settings,
            inferenceId,
            isPlainId,
            clock.instant(),
            nanos,
            request.message(),
            answer.message()));
  }

  /** The call ended in another way; nothing happens after {@link #answered}. */
  public void failed() {
    end();
  }

  private void drop(CaptureCount why) {
    if (!isOver) {
      queue.count(source, why);
      end();
    }
  }

  private void end() {
    if (!isOver) {
      isOver = true;
      request.forget();
      answer.forget();
      queue.release(source.tenantId(), takenBytes);
    }
  }

  /** False when there is no room. */
  private boolean take(long more) {
    if (more > spareBytes || takenBytes == 0) {
      long wanted = more - spareBytes + SPARE_BYTES;
      if (takenBytes == 0) {
        wanted += CaptureQueue.ENTRY_BYTES;
      }
      if (!queue.take(source.tenantId(), wanted)) {
        return false;
      }
      spareBytes = more + SPARE_BYTES;
      takenBytes += wanted;
    }
    spareBytes -= more;
    return true;
  }

  private void release(long fewer) {
    spareBytes += fewer;
    long released = spareBytes - SPARE_BYTES;
    if (released > 0) {
      queue.release(source.tenantId(), released);
      spareBytes = SPARE_BYTES;
      takenBytes -= released;
    }
  }

  /**
   * A message as far as it has come, up to a bound. What holds it doubles, so that however small
   * the pieces are each byte is copied a few times at most.
   */
  private final class Copy {
    private byte[] held = NOTHING;
    private int length;
    private long size;

    /** False when there is no room. */
    boolean add(byte[] piece) {
      size += piece.length;
      int kept = Math.min(piece.length, MAX_BYTES - length);
      if (!hasRoomFor(length + kept, piece)) {
        return false;
      }
      if (held != piece) {
        System.arraycopy(piece, 0, held, length, kept);
      }
      length += kept;
      return true;
    }

    private boolean hasRoomFor(int wanted, byte[] piece) {
      if (wanted <= held.length) {
        return true;
      }
      boolean isFirst = length == 0 && wanted == piece.length;
      int capacity =
          isFirst ? wanted : Math.min(MAX_BYTES, Math.max(MIN_BYTES, Math.max(wanted, 2 * length)));
      if (!take(capacity - held.length)) {
        return false;
      }
      held = isFirst ? piece : Arrays.copyOf(held, capacity);
      return true;
    }

    private boolean isWhole() {
      return size == length;
    }

    /** No more is expected; the beginning of a message is no message. */
    void shorten() {
      if (!isWhole()) {
        forget();
      } else if (held.length > length) {
        release(held.length - length);
        held = Arrays.copyOf(held, length);
      }
    }

    void forget() {
      release(held.length);
      held = NOTHING;
      length = 0;
    }

    /** As far as it is kept. */
    byte[] soFar() {
      return held.length == length ? held : Arrays.copyOf(held, length);
    }

    Message message() {
      return new Message(isWhole() ? held : null, Math.max(0, size - PREFIX_BYTES));
    }
  }
}
