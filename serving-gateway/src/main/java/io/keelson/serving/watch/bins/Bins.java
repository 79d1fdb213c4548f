package io.keelson.serving.watch.bins;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The bins of one feature, frozen at the training profile: every later value falls into exactly one
 * of them, the last of which is for missing values.
 */
public sealed interface Bins permits NumericBins, CategoryBins {
  /** The most bins a feature may have, those for other and missing values included. */
  int MAX_BINS = 1_024;

  /** How many bins there are, with those for other and missing values. */
  int size();

  /** The bin of missing values: the last. */
  default int missing() {
    return size() - 1;
  }

  /** Where the bins are of categories, a number counts under its text: 3, 3.5. NaN is missing. */
  default int binOfNumber(double value) {
    return switch (this) {
      case NumericBins numeric -> numeric.binOf(value);
      case CategoryBins category -> category.binOf(text(value));
    };
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  /** Where the bins are of numbers, a text is missing. So is null. */
  default int binOfText(String value) {
    return switch (this) {
      case NumericBins numeric -> numeric.missing();
      case CategoryBins category -> category.binOf(value);
    };
  }

  /** The same bins have the same text, whoever wrote it. */
  JsonObject toJson();

  /** What counts name their bins by: the SHA-256 of {@link #toJson()}'s text, in hex. */
  default String fingerprint() {
    try {
      byte[] text = toJson().encode().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * @throws IllegalArgumentException where the text describes no bins
   */
  static Bins fromJson(JsonObject json) {
    try {
      return switch (json.getString("kind")) {
        case NumericBins.KIND -> NumericBins.ofEdges(numbers(json.getJsonArray("edges")));
        case CategoryBins.KIND -> CategoryBins.of(names(json.getJsonArray("categories")));
        case null, default ->
            throw new IllegalArgumentException(
                "kind: %s (expected: %s or %s)"
                    .formatted(json.getString("kind"), NumericBins.KIND, CategoryBins.KIND));
      };
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("not a description of bins", e);
    }
  }

  private static double[] numbers(JsonArray array) {
    return array.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  private static List<String> names(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }
}
