package io.keelson.serving.watch.capture;

import java.util.Set;
import java.util.UUID;

/**
 * Which answered requests of an endpoint are kept, as its routes know it.
 *
 * @param collectorId what takes them
 * @param share above 0, at most 1
 * @param redact names of inputs and outputs whose values are not kept
 */
public record CaptureSettings(UUID collectorId, double share, Set<String> redact) {
  public CaptureSettings {
    redact = Set.copyOf(redact);
  }
}
