package io.keelson.serving.watch.capture;

import java.time.Instant;
import java.util.UUID;

/**
 * An answered request that is to be kept, as it went over the wire.
 *
 * @param at when it was answered
 * @param nanos how long the answer took
 */
record CapturedCall(
    Source source,
    CaptureSettings settings,
    String inferenceId,
    Instant at,
    long nanos,
    Message request,
    Message answer) {

  /** Whose it is, and what answered. */
  record Source(UUID tenantId, UUID endpointId, int revision) {}

  /**
   * A message behind the prefix that gRPC puts before it.
   *
   * @param framed all of it with the prefix; null where it is larger than may be kept
   * @param sizeBytes without the prefix
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Message(byte[] framed, long sizeBytes) {
    boolean isWhole() {
      return framed != null;
    }

    int heldBytes() {
      return framed == null ? 0 : framed.length;
    }
  }

  int heldBytes() {
    return request.heldBytes() + answer.heldBytes();
  }
}
