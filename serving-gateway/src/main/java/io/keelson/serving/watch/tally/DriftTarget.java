package io.keelson.serving.watch.tally;

import io.keelson.serving.watch.capture.Sampled;
import java.util.UUID;

/**
 * By what a revision's requests are counted, as its route knows it.
 *
 * @param modelVersionId whose profile has the bins
 * @param share above 0, at most 1
 * @param windowSeconds how long windows are; they begin at whole multiples of it
 */
public record DriftTarget(UUID modelVersionId, double share, int windowSeconds)
    implements Sampled {}
