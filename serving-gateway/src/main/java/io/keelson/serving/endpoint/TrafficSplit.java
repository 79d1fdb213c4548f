package io.keelson.serving.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Whole percents of an endpoint's traffic, by revision. */
final class TrafficSplit {
  static final int ALL = 100;

  private TrafficSplit() {}

  /**
   * The revisions' shares of {@code total} in the proportions that they have, rounded by the
   * largest remainder, so that they add up to it exactly. Where none has any, the last one gets it
   * all.
   *
   * @param weights in the order of the revisions' numbers; 0 or more each
   */
  static Map<UUID, Integer> scale(Map<UUID, Integer> weights, int total) {
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    Map<UUID, Integer> scaled = new LinkedHashMap<>();
    if (sum == 0) {
      weights.keySet().forEach(id -> scaled.put(id, 0));
      weights.keySet().stream()
          .reduce((first, last) -> last)
          .ifPresent(id -> scaled.put(id, total));
      return scaled;
    }
    List<UUID> byRemainder = new ArrayList<>(weights.keySet());
    byRemainder.sort(Comparator.comparingInt(id -> -(weights.get(id) * total % sum)));
    weights.forEach((id, weight) -> scaled.put(id, weight * total / sum));
    int left = total - scaled.values().stream().mapToInt(Integer::intValue).sum();
    byRemainder.stream().limit(left).forEach(id -> scaled.merge(id, 1, Integer::sum));
    return scaled;
  }
}
