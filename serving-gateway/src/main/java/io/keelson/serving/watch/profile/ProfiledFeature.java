package io.keelson.serving.watch.profile;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature of a training profile.
 *
 * @param tensor the input, or output, that carries it
 * @param column of that tensor's last dimension, from 0
 * @param labels what the categories 0, 1, … are called; empty where they are called by themselves
 * @param counts what the training rows put into the bins
 */
public record ProfiledFeature(
    FeatureKind kind,
    String name,
    String tensor,
    int column,
    List<String> labels,
    BinCounts counts) {
  private static final int MAX_NAME_CHARACTERS = 256;
  private static final int MAX_COLUMN = 1_000_000;

  public ProfiledFeature {
    labels = List.copyOf(labels);
    named("name", name);
    named("tensor", tensor);
    labels.forEach(label -> named("label", label));
    int mostLabels = counts.bins() instanceof CategoryBins ? counts.bins().size() : 0;
    if (labels.size() > mostLabels) {
      throw new IllegalArgumentException(
          "labels of %s: %d (expected: at most %d, one for each category)"
              .formatted(name, labels.size(), mostLabels));
    }
    if (column < 0 || column > MAX_COLUMN) {
      throw new IllegalArgumentException(
          "column: %d (expected: 0 to %d)".formatted(column, MAX_COLUMN));
    }
  }

  private static void named(String what, String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "%s: %s (expected: 1 to %d characters)".formatted(what, text, MAX_NAME_CHARACTERS));
    }
  }

  /** By what the judge knows it: a prediction may have the name of an input. */
  public String key() {
    return kind + ":" + name;
  }

  public Bins bins() {
    return counts.bins();
  }

  /**
   * A bin as people see it.
   *
   * @param from the lower edge, included; null for minus infinity, and for what is no range
   * @param to the upper edge, excluded; null for plus infinity, and for what is no range
   * @param category null for a range, for other categories and for missing values
   */
  public record Bin(Double from, Double to, String category, boolean isOther, boolean isMissing) {}

  /** In the order of the counts. */
  public List<Bin> describe() {
    List<Bin> described = new ArrayList<>();
    switch (bins()) {
      case NumericBins numeric -> {
        double[] edges = numeric.edges();
        for (int i = 0; i <= edges.length; i++) {
          Double from = i == 0 ? null : (Double) edges[i - 1];
          Double to = i == edges.length ? null : (Double) edges[i];
          described.add(new Bin(from, to, null, false, false));
        }
      }
      case CategoryBins category -> {
        for (String one : category.categories()) {
          described.add(new Bin(null, null, label(one), false, false));
        }
        described.add(new Bin(null, null, null, true, false));
      }
    }
    described.add(new Bin(null, null, null, false, true));
    return described;
  }

  private String label(String category) {
    if (labels.isEmpty() || !category.matches("\\d{1,6}")) {
      return category;
    }
    int place = Integer.parseInt(category);
    return place < labels.size() ? labels.get(place) : category;
  }

  static ProfiledFeature fromJson(FeatureKind kind, JsonObject json) {
    if (!json.containsKey("bins") || !json.containsKey("counts")) {
      throw new IllegalArgumentException(
          "feature %s has no bins and counts".formatted(json.getString("name")));
    }
    Bins bins = Bins.fromJson(json.getJsonObject("bins"));
    long[] counts =
        json.getJsonArray("counts").stream().mapToLong(ProfiledFeature::whole).toArray();
    if (!bins.toJson().equals(json.getJsonObject("bins"))) {
      throw new IllegalArgumentException("bins: not in their order (expected: sorted)");
    }
    List<String> labels =
        json.getJsonArray("labels", new JsonArray()).stream().map(String.class::cast).toList();
    return new ProfiledFeature(
        kind,
        json.getString("name"),
        json.getString("tensor"),
        json.getInteger("column"),
        labels,
        BinCounts.of(bins, counts));
  }

  private static long whole(Object value) {
    return switch (value) {
      case Integer count -> count;
      case Long count -> count;
      case null, default ->
          throw new IllegalArgumentException(
              "count: %s (expected: a whole number)".formatted(value));
    };
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject().put("name", name).put("tensor", tensor).put("column", column);
    if (!labels.isEmpty()) {
      json.put("labels", new JsonArray(labels));
    }
    JsonArray array = new JsonArray();
    for (long count : counts.counts()) {
      array.add(count);
    }
    return json.put("bins", bins().toJson()).put("counts", array);
  }
}
