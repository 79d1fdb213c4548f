package io.keelson.serving.watch.quality;

import java.time.Duration;

/**
 * How the newest labels of an endpoint came, of those whose windows are not frozen.
 *
 * @param labels that were looked at
 * @param waiting how many of them have no prediction that is kept, and wait for one
 * @param median how long after its prediction half of the others came; null where there are none
 * @param most how long after it 95 of 100 of them came; null where there are none
 */
public record LabelArrival(long labels, long waiting, Duration median, Duration most) {}
