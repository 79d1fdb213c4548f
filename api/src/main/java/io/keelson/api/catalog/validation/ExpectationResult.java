package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.expectation.Severity;
import io.vertx.core.json.JsonArray;
import java.util.UUID;

/**
 * What came of one expectation on one table.
 *
 * @param number from 1 in its validation
 * @param position the expectation's in its suite, from 0
 * @param table null where the expectation names a table that is not there
 * @param error why it could not be judged, which counts as failed; null where it was
 * @param elementCount how many values were looked at; null where none are counted, as are the next
 *     two
 * @param missingCount how many of them are no value
 * @param unexpectedCount how many are not as expected
 * @param unexpectedPercent of those that were considered; null where none were
 * @param observedValue what was found, as JSON; null where nothing is
 * @param samples at most 20 of the unexpected values
 */
public record ExpectationResult(
    UUID validationId,
    int number,
    int position,
    String table,
    Severity severity,
    boolean success,
    String error,
    Long elementCount,
    Long missingCount,
    Long unexpectedCount,
    Double unexpectedPercent,
    String observedValue,
    JsonArray samples) {
  public ExpectationResult {
    samples = samples.copy();
  }

  @Override
  public JsonArray samples() {
    return samples.copy();
  }
}
