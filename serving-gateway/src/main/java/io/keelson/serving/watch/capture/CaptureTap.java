package io.keelson.serving.watch.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.keelson.serving.protocol.PlainText;
import io.keelson.serving.watch.capture.CapturedCall.Message;
import io.keelson.tenancy.database.Ids;
import io.netty.util.AsciiString;
import java.time.Instant;
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

  /** The id, or in {@link #idHolder} its place, as {@link InferenceId#find} tells it. */
  private String idText;

  private byte[] idHolder;
  private long idPlace;
  private boolean isPlainId;
  private boolean isRead;
  private boolean isAmong;
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
    if (idHolder != null) {
      holdText(); // of a message of which more comes after all not even the beginning may stay
    }
    add(request, piece);
  }

  /** The next piece of the answer, likewise; the request has been sent. */
  public void answer(byte[] piece) {
    if (isAmong()) {
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
    if (!isAmong()) {
      return null;
    }
    return idText != null ? idText : InferenceId.plain(idHolder, 0, idPlace);
  }

  /** Whether the inference is to be kept; to be asked once the request has been sent. */
  private boolean isAmong() {
    if (!isRead) {
      isRead = true;
      if (!isOver) {
        readId();
      }
    }
    return isAmong;
  }

  private void readId() {
    findId();
    int characters = idText == null ? InferenceId.length(idPlace) : idText.length();
    boolean isUsable =
        isPlainId ? characters <= InferenceId.MAX_CHARACTERS : InferenceId.isUsable(idText);
    if (!isUsable) {
      drop(CaptureCount.ofUnreadable(1));
    } else if (settings.share() < 1
        && !InferenceId.isAmong(source.endpointId(), holdText(), settings.share())) {
      end();
    } else {
      isAmong = true;
      request.shorten();
    }
  }

  /**
   * The bytes of an id are looked at once: what most of them are fits rows and headers alike, and
   * those of small messages need not be taken out of them.
   */
  private void findId() {
    byte[] message = request.soFar();
    long found = InferenceId.find(message, PREFIX_BYTES);
    if (found == InferenceId.UNUSUAL) {
      idText = InferenceId.decoded(message, PREFIX_BYTES);
    } else if (found != 0) {
      int from = InferenceId.from(found);
      int to = from + InferenceId.length(found);
      isPlainId = PlainText.is(message, from, to);
      idText = isPlainId ? null : new String(message, from, to - from, UTF_8);
    }
    boolean isGiven = idText == null ? InferenceId.length(found) > 0 : !idText.isEmpty();
    if (!isGiven) {
      idText = Ids.next().toString();
      isPlainId = true;
    } else if (idText == null) {
      idHolder = message;
      idPlace = found;
      if (message.length > CallChunk.MAX_CALL_BYTES) {
        holdText();
      }
    }
  }

  /** Takes the id out of its message, which may go. */
  private String holdText() {
    if (idHolder != null) {
      idText = InferenceId.plain(idHolder, 0, idPlace);
      idHolder = null;
      idPlace = 0;
    }
    return idText;
  }

  /**
   * Likewise, where a header can tell it.
   *
   * @return as bytes, since a header is validated, hashed and compared, which takes longer letter
   *     by letter; null where it is not to be kept, or has letters that no header has
   */
  public AsciiString headerId() {
    if (!isAmong()) {
      return null;
    }
    if (idHolder != null) {
      int from = InferenceId.from(idPlace);
      int length = InferenceId.length(idPlace);
      boolean fits = idHolder[from] != ' ' && idHolder[from + length - 1] != ' ';
      return fits ? new AsciiString(idHolder, from, length, false) : null;
    }
    return InferenceId.fitsHeader(idText, isPlainId)
        ? new AsciiString(idText.getBytes(ISO_8859_1), false)
        : null;
  }

  /** The call was answered with success. */
  public void answered(long nanos) {
    if (!isAmong() || isOver) {
      return;
    }
    if (takenBytes == 0 && !take(0)) {
      drop(CaptureCount.ofNoRoom(1)); // no piece has come
      return;
    }
    isOver = true;
    request.shorten();
    answer.shorten();
    queue.offer(source.tenantId(), spareBytes, this, clock.instant(), nanos);
  }

  CapturedCall.Source source() {
    return source;
  }

  S settings() {
    return settings;
  }

  boolean isPlainId() {
    return isPlainId;
  }

  /** Null where it is in the request, at {@link #idPlace}. */
  String idText() {
    return idText;
  }

  /** As {@link InferenceId#find} tells it. */
  long idPlace() {
    return idPlace;
  }

  /** Whether both messages are no larger than may be kept. */
  boolean isWhole() {
    return request.isWhole() && answer.isWhole();
  }

  /** Of both messages. */
  int heldBytes() {
    return request.held.length + answer.held.length;
  }

  /** With the prefix; once it is whole and answered. */
  byte[] request() {
    return request.held;
  }

  byte[] answer() {
    return answer.held;
  }

  CapturedCall<S> call(Instant at, long nanos) {
    return new CapturedCall<>(
        source, settings, inferenceId(), isPlainId, at, nanos, request.message(), answer.message());
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
