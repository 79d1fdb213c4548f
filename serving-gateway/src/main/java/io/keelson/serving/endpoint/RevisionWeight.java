package io.keelson.serving.endpoint;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A share of an endpoint's traffic.
 *
 * @param weight percent, 0 to 100; 0 keeps the revision ready without requests
 */
public record RevisionWeight(UUID revisionId, int weight) {
  /** Of one endpoint at a time. */
  public static final int MAX_REVISIONS = 32;

  /**
   * By revision.
   *
   * @throws Invalid naming what is out of bounds, named twice, or does not add up to 100
   */
  static Map<UUID, Integer> checked(List<RevisionWeight> weights) {
    Input.size("input.weights", weights, 1, MAX_REVISIONS);
    Map<UUID, Integer> byRevision = new LinkedHashMap<>();
    for (RevisionWeight one : weights) {
      Input.present("input.weights.revisionId", one.revisionId());
      Input.range("input.weights.weight", one.weight(), 0, TrafficSplit.ALL);
      if (byRevision.put(one.revisionId(), one.weight()) != null) {
        throw new Invalid("input.weights", "a revision twice", "each revision once");
      }
    }
    int sum = byRevision.values().stream().mapToInt(Integer::intValue).sum();
    if (sum != TrafficSplit.ALL) {
      throw new Invalid("input.weights", sum, "percents that add up to 100");
    }
    return byRevision;
  }
}
