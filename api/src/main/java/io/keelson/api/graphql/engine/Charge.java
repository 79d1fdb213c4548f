package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.RateLimited;

/** Whoever pays for an operation, in points of cost. */
public interface Charge {
  /**
   * Takes all of the points, or none; never blocks.
   *
   * @throws RateLimited when the payer has not so many left
   */
  void take(long points);

  /** For what has been done already. */
  void record(long points);
}
