package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.RateLimited;

/** Whoever pays for an operation, in points of cost. */
public interface Charge {
  /**
   * Said once it is known, before its points are taken.
   *
   * @param operation the name that its caller gave it; null for none
   */
  default void named(String operation) {}

  /**
   * Takes all of the points, or none; never blocks.
   *
   * @throws RateLimited when the payer has not so many left
   */
  void take(long points);

  /** For what has been done already. */
  void record(long points);
}
