package io.keelson.serving.watch.capture;

import java.util.List;
import java.util.UUID;

/**
 * How an endpoint's answered requests are kept, and what became of them.
 *
 * @param share 0 to 1, of inference ids; 0 keeps none
 * @param redact names of inputs and outputs whose values are not kept
 * @param kept how many are, or will be, rows of the data set
 * @param shortened how many of these have a tensor, or a message, of which only its size and digest
 *     are kept
 */
public record Capture(
    UUID endpointId,
    UUID datasetId,
    UUID collectorId,
    double share,
    List<String> redact,
    long kept,
    long shortened,
    Dropped dropped,
    int version) {

  /**
   * Those that were to be kept, and are not.
   *
   * @param noRoom because too many waited: what takes them was slow or away
   * @param refused because the collector was gone, or the tenant stores as much as it may
   * @param unreadable because they were no message of the protocol, or their id had control
   *     characters or more than {@link InferenceId#MAX_CHARACTERS} characters
   */
  public record Dropped(long noRoom, long refused, long unreadable) {
    public long all() {
      return noRoom + refused + unreadable;
    }
  }
}
