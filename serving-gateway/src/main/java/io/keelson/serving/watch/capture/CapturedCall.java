package io.keelson.serving.watch.capture;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.keelson.serving.protocol.PlainText;
import java.io.IOException;
import java.time.Instant;
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
   * @param framed all of it with the prefix; null where it is larger than may be kept
   * @param sizeBytes without the prefix
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Message(byte[] framed, long sizeBytes) {
    public boolean isWhole() {
      return framed != null;
    }

    static final int PREFIX_BYTES = 5;

    /** Whether it is whole, and not compressed. */
    boolean isPlain() {
      return framed != null && framed.length >= PREFIX_BYTES && framed[0] == 0;
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
      return UnsafeByteOperations.unsafeWrap(framed, PREFIX_BYTES, framed.length - PREFIX_BYTES);
    }

    int heldBytes() {
      return framed == null ? 0 : framed.length;
    }
  }

  int heldBytes() {
    return request.heldBytes() + answer.heldBytes();
  }
}
