package io.keelson.api.catalog.model;

import java.util.List;
import java.util.UUID;

/** Where a model version comes from. Edges point from cause to effect. */
public record Lineage(List<Node> nodes, List<Edge> edges) {

  /** What a node is. */
  public enum Kind {
    MODEL_VERSION,
    RUN,
    JOB,
    DATASET_VERSION
  }

  public record Node(Kind kind, UUID id) {}

  /**
   * @param kind {@code produced} (run → model version), {@code ran} (job → run), {@code read} (data
   *     set version → run), {@code shaped} (data set version → the one that SQL made of it)
   */
  public record Edge(UUID from, UUID to, String kind) {}
}
