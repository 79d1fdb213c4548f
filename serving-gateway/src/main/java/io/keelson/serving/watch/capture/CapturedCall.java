package io.keelson.serving.watch.capture;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.keelson.serving.protocol.PlainText;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * An answered request that is to be kept, or looked at, as it went over the wire.
 *
 * @param settings for what it was tapped
 * @param isPlainId whether the id is {@link PlainText}: each row asks
 * @param at when it was answered
 * @param nanos how long the answer took
 */
public record CapturedCall<S extends Sampled>(
    Source source,
    S settings,
    String inferenceId,
    boolean isPlainId,
    Instant at,
    long nanos,
    Message request,
    Message answer) {

  /** With a look at its id. */
  public CapturedCall(
      Source source,
      S settings,
      String inferenceId,
      Instant at,
      long nanos,
      Message request,
      Message answer) {
    this(source, settings, inferenceId, PlainText.is(inferenceId), at, nanos, request, answer);
  }

  /** Whose it is, and what answered. */
  public record Source(UUID tenantId, UUID endpointId, int revision) {}

  /**
   * A message behind the prefix that gRPC puts before it.
   *
   * @param bytes in which it is, with its prefix; null where it is larger than may be kept
   * @param from where its prefix begins
   * @param to where it ends
   * @param sizeBytes without the prefix
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Message(byte[] bytes, int from, int to, long sizeBytes) {
    static final int PREFIX_BYTES = 5;

    /**
     * @param framed all of it with the prefix; null where it is larger than may be kept
     */
    public Message(byte[] framed, long sizeBytes) {
      this(framed, 0, framed == null ? 0 : framed.length, sizeBytes);
    }

    /** One beside others. */
    static Message in(byte[] bytes, int from, int to) {
      return new Message(bytes, from, to, Math.max(0, to - from - PREFIX_BYTES));
    }

    public boolean isWhole() {
      return bytes != null;
    }

    /** All of it with the prefix; null where it is larger than may be kept. */
    public byte[] framed() {
      return bytes == null || heldBytes() == bytes.length
          ? bytes
          : Arrays.copyOfRange(bytes, from, to);
    }

    /** Whether it is whole, and not compressed. */
    boolean isPlain() {
      return bytes != null && heldBytes() >= PREFIX_BYTES && bytes[from] == 0;
    }

    /**
     * What is behind the prefix, without a copy.
     *
     * @throws IOException when it is no message, or a compressed one
     */
    public ByteString content() throws IOException {
      if (!isPlain()) {
        throw new IOException("no message, or a compressed one");
      }
      return UnsafeByteOperations.unsafeWrap(
          bytes, from + PREFIX_BYTES, heldBytes() - PREFIX_BYTES);
    }

    int heldBytes() {
      return to - from;
    }

    private Message apart() {
      return new Message(framed(), sizeBytes);
    }
  }

  int heldBytes() {
    return request.heldBytes() + answer.heldBytes();
  }

  /** Holds nothing but its own messages. */
  CapturedCall<S> apart() {
    return new CapturedCall<>(
        source, settings, inferenceId, isPlainId, at, nanos, request.apart(), answer.apart());
  }
}
