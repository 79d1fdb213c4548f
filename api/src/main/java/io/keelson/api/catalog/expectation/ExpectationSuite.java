package io.keelson.api.catalog.expectation;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What is expected of each version of a data set. It never changes; the one with the highest number
 * is in force.
 *
 * @param number 1 for the data set's first one
 * @param digest {@code sha256:…} of the expectations: what has the same one expects the same
 * @param expectations at most 200, in the order in which they were given
 */
public record ExpectationSuite(
    UUID id,
    UUID projectId,
    UUID datasetId,
    int number,
    String digest,
    List<Expectation> expectations,
    OffsetDateTime createdAt,
    Actor createdBy) {
  public ExpectationSuite {
    expectations = List.copyOf(expectations);
  }
}
