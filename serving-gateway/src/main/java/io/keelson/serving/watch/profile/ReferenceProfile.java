package io.keelson.serving.watch.profile;

import io.keelson.serving.watch.bins.BinCounts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model was trained on, in bins: {@code reference-profile.json} beside the model, as far as
 * live traffic is compared with it.
 *
 * @param rows of the training
 * @param features the inputs in the order of the file, and the prediction, if it has one, last
 */
public record ReferenceProfile(long rows, List<ProfiledFeature> features) {
  /** The file's name, in the folder of the model. */
  public static final String FILE = "reference-profile.json";

  public static final int MAX_FILE_BYTES = 4 << 20;
  public static final int MAX_FEATURES = 1_000;

  /** Of the training, and of the counts of each feature. */
  public static final long MAX_ROWS = 1_000_000_000_000L;

  /** Of all features together: so many numbers a window takes in memory, and in its row. */
  public static final int MAX_BINS = 8_192;

  public ReferenceProfile {
    features = List.copyOf(features);
    if (features.isEmpty() || features.size() > MAX_FEATURES) {
      throw new IllegalArgumentException(
          "features: %d (expected: 1 to %d)".formatted(features.size(), MAX_FEATURES));
    }
    int bins = features.stream().mapToInt(feature -> feature.bins().size()).sum();
    if (rows < 0 || rows > MAX_ROWS) {
      throw new IllegalArgumentException("rows: %d (expected: 0 to %d)".formatted(rows, MAX_ROWS));
    }
    for (ProfiledFeature feature : features) {
      if (feature.counts().total() > MAX_ROWS) {
        throw new IllegalArgumentException(
            "rows of %s: %d (expected: at most %d)"
                .formatted(feature.name(), feature.counts().total(), MAX_ROWS));
      }
    }
    if (bins > MAX_BINS) {
      throw new IllegalArgumentException(
          "bins of all features: %d (expected: at most %d)".formatted(bins, MAX_BINS));
    }
    Set<String> keys = new HashSet<>();
    for (ProfiledFeature feature : features) {
      if (!keys.add(feature.key())) {
        throw new IllegalArgumentException(
            "feature %s is there twice (expected: once)".formatted(feature.name()));
      }
    }
  }

  /** How many bins all features have together. */
  public int size() {
    return features.stream().mapToInt(feature -> feature.bins().size()).sum();
  }

  /** About what it takes in memory. */
  public int heldBytes() {
    long texts =
        features.stream()
            .mapToLong(
                feature ->
                    feature.name().length()
                        + feature.tensor().length()
                        + feature.labels().stream().mapToLong(label -> label.length() + 32L).sum())
            .sum();
    return Math.toIntExact(64L * size() + 256L * features.size() + 2 * texts);
  }

  /** What the training rows put into the bins, by the features' keys. */
  public Map<String, BinCounts> counts() {
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    features.forEach(feature -> counts.put(feature.key(), feature.counts()));
    return counts;
  }

  /**
   * Likewise of counts that stand one feature after the other.
   *
   * @param flat {@link #size} numbers
   */
  public Map<String, BinCounts> counts(long[] flat) {
    if (flat.length != size()) {
      throw new IllegalArgumentException(
          "counts: %d (expected: %d)".formatted(flat.length, size()));
    }
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    int from = 0;
    for (ProfiledFeature feature : features) {
      int to = from + feature.bins().size();
      counts.put(feature.key(), BinCounts.of(feature.bins(), Arrays.copyOfRange(flat, from, to)));
      from = to;
    }
    return counts;
  }

  /**
   * @throws IllegalArgumentException in a sentence, where it is none that can be used
   */
  public static ReferenceProfile fromJson(JsonObject json) {
    try {
      List<ProfiledFeature> features = new ArrayList<>();
      for (Object feature : json.getJsonArray("features")) {
        features.add(ProfiledFeature.fromJson(FeatureKind.INPUT, (JsonObject) feature));
        if (features.size() > MAX_FEATURES) {
          throw new IllegalArgumentException(
              "more than %d features (expected: at most that)".formatted(MAX_FEATURES));
        }
      }
      JsonObject prediction = json.getJsonObject("prediction");
      if (prediction != null) {
        features.add(ProfiledFeature.fromJson(FeatureKind.PREDICTION, prediction));
      }
      return new ReferenceProfile(json.getLong("rows"), features);
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("not a description of a training profile", e);
    }
  }

  /** Without what no drift is told by. */
  public JsonObject toJson() {
    JsonArray inputs = new JsonArray();
    JsonObject json = new JsonObject().put("rows", rows).put("features", inputs);
    for (ProfiledFeature feature : features) {
      switch (feature.kind()) {
        case INPUT -> inputs.add(feature.toJson());
        case PREDICTION -> json.put("prediction", feature.toJson());
      }
    }
    return json;
  }
}
