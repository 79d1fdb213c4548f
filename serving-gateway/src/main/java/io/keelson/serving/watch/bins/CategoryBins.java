package io.keelson.serving.watch.bins;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Bins of a category: one for each that is named, one for all others, one for missing values. */
public final class CategoryBins implements Bins {
  static final String KIND = "category";

  /** The longest name of a category, in UTF-16 units; a longer one counts among the others. */
  public static final int MAX_NAME_LENGTH = 256;

  private final List<String> categories;
  private final Map<String, Integer> places;

  private CategoryBins(List<String> sorted) {
    categories = sorted;
    places = new HashMap<>();
    sorted.forEach(category -> places.put(category, places.size()));
  }

  /**
   * @param categories in any order, each once
   */
  public static CategoryBins of(List<String> categories) {
    if (categories.size() + 2 > MAX_BINS) {
      throw new IllegalArgumentException(
          "categories: %d (expected: <= %d)".formatted(categories.size(), MAX_BINS - 2));
    }
    for (String category : categories) {
      if (category.length() > MAX_NAME_LENGTH) {
        throw new IllegalArgumentException(
            "category's length: %d (expected: <= %d)"
                .formatted(category.length(), MAX_NAME_LENGTH));
      }
    }
    List<String> sorted = categories.stream().sorted().distinct().toList();
    if (sorted.size() < categories.size()) {
      throw new IllegalArgumentException("categories: one is named twice (expected: each once)");
    }
    return new CategoryBins(sorted);
  }

  /** The most frequent categories of a sample; of equally frequent ones the first by name. */
  public static CategoryBins mostFrequent(Map<String, Long> counts, int most) {
    return of(
        counts.entrySet().stream()
            .filter(entry -> entry.getKey().length() <= MAX_NAME_LENGTH)
            .sorted(
                Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Entry.comparingByKey()))
            .limit(most)
            .map(Entry::getKey)
            .toList());
  }

  /** The bin of a value; null is missing. */
  public int binOf(String value) {
    return value == null ? missing() : places.getOrDefault(value, other());
  }

  /** The bin of whatever was not named at training. */
  public int other() {
    return categories.size();
  }

  public List<String> categories() {
    return categories;
  }

  @Override
  public int size() {
    return categories.size() + 2;
  }

  @Override
  public JsonObject toJson() {
    return new JsonObject().put("kind", KIND).put("categories", new JsonArray(categories));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CategoryBins bins && categories.equals(bins.categories);
  }

  @Override
  public int hashCode() {
    return categories.hashCode();
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
