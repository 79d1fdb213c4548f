package io.keelson.serving.watch.quality;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;

/**
 * What turned out to be true of a prediction.
 *
 * @param inferenceId the caller's, or the one that the answer's header told
 * @param item which of the inference's predictions, from 0
 * @param value a class, or a number as text
 * @param version the newest stays, of equal ones the first
 */
public record Label(String inferenceId, int item, String value, long version) {
  static final int MAX_CHARACTERS = 256;

  /** Predictions of one inference that are kept. */
  static final int MAX_ITEMS = 1_000;

  /**
   * @throws Invalid naming the field
   */
  public Label {
    required("input.labels.inferenceId", inferenceId);
    required("input.labels.value", value);
    Input.range("input.labels.item", item, 0, MAX_ITEMS - 1);
    value = Values.canonical(value);
  }

  private static void required(String field, String text) {
    if (text == null || text.isEmpty()) {
      throw new Invalid(field, text, "1 to " + MAX_CHARACTERS + " characters");
    }
    Input.text(field, text, MAX_CHARACTERS);
  }
}
