package io.keelson.serving.watch.capture;

import java.util.Set;
import java.util.UUID;

/**
 * Which answered requests of an endpoint are kept, as its routes know it.
 *
 * @param collectorId what takes them
 * @param share above 0, at most 1
 * @param redact names of inputs and outputs whose values are not kept
 * @param prediction the output that is held against labels; null for none
 * @param ruleVersion of the rule that names it; 0 for that which holds when it is kept
 */
public record CaptureSettings(
    UUID collectorId, double share, Set<String> redact, String prediction, int ruleVersion)
    implements Sampled {
  public CaptureSettings {
    redact = Set.copyOf(redact);
  }

  public CaptureSettings(UUID collectorId, double share, Set<String> redact) {
    this(collectorId, share, redact, null, 0);
  }

  public CaptureSettings(UUID collectorId, double share, Set<String> redact, String prediction) {
    this(collectorId, share, redact, prediction, 0);
  }
}
