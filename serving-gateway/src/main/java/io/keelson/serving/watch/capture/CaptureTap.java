package io.keelson.serving.watch.capture;

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

  private static final byte[] NOTHING = {};

  private final CaptureQueue<S> queue;
  private final CapturedCall.Source source;
  private final S settings;
  private final InstantSource clock;
  private final Copy request = new Copy();
  private final Copy answer = new Copy();
  private String inferenceId;
  private boolean isRead;
  private boolean isOver;

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
      String given = isOver ? "" : InferenceId.read(request.soFar(), PREFIX_BYTES);
      String id = given.isEmpty() ? Ids.next().toString() : given;
      if (!InferenceId.isUsable(id)) {
        drop(CaptureCount.ofUnreadable(1));
      } else if (!InferenceId.isAmong(source.endpointId(), id, settings.share())) {
        end();
      } else if (!isOver) {
        inferenceId = id;
        request.shorten();
      }
    }
    return inferenceId;
  }

  /** The call was answered with success. */
  public void answered(long nanos) {
    if (inferenceId() != null && !isOver) {
      isOver = true;
      request.shorten();
      answer.shorten();
      queue.offer(
          new CapturedCall<>(
              source,
              settings,
              inferenceId,
              clock.instant(),
              nanos,
              request.message(),
              answer.message()));
    }
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
      if (!queue.take(source.tenantId(), capacity - held.length)) {
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
        queue.release(source.tenantId(), held.length - length);
        held = Arrays.copyOf(held, length);
      }
    }

    void forget() {
      queue.release(source.tenantId(), held.length);
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
