package io.keelson.serving.watch.profile;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * The input tensors that a model was trained with, by its profile and its signature: a profile may
 * leave columns out, such as free text, so that without a signature nothing is known to be unseen.
 *
 * @param columns how many each has; {@link #ANY} where any number will do
 * @param isComplete whether there are no others
 */
public record KnownInputs(Map<String, Integer> columns, boolean isComplete) {
  private static final int ANY = Integer.MAX_VALUE;

  public KnownInputs {
    columns = Map.copyOf(columns);
  }

  /**
   * @param signature with {@code inputs} that have a {@code name} and a {@code shape}; what is
   *     written in another way says nothing
   */
  public static KnownInputs of(ReferenceProfile profile, JsonObject signature) {
    Map<String, Integer> columns = new HashMap<>();
    boolean isSigned = false;
    for (ProfiledFeature feature : profile.features()) {
      if (feature.kind() == FeatureKind.INPUT) {
        columns.merge(feature.tensor(), feature.column() + 1, Math::max);
      }
    }
    if (signature != null && signature.getValue("inputs") instanceof JsonArray inputs) {
      for (Object input : inputs) {
        if (input instanceof JsonObject tensor && tensor.getValue("name") instanceof String name) {
          columns.merge(name, columns(tensor.getValue("shape")), Math::max);
          isSigned = true;
        }
      }
    }
    return new KnownInputs(columns, isSigned);
  }

  private static int columns(Object shape) {
    if (!(shape instanceof JsonArray sizes)) {
      return ANY;
    }
    if (sizes.size() < 2) {
      return 1;
    }
    return sizes.getValue(sizes.size() - 1) instanceof Integer last && last > 0 ? last : ANY;
  }

  public boolean has(String tensor) {
    return !isComplete || columns.containsKey(tensor);
  }

  /** Whether training knows so many columns of a tensor that it has. */
  public boolean hasColumns(String tensor, int count) {
    return !isComplete || count <= columns.getOrDefault(tensor, 0);
  }

  /** About what it takes in memory. */
  int heldBytes() {
    long names = columns.keySet().stream().mapToLong(name -> 2L * name.length() + 96).sum();
    return Math.toIntExact(Math.min(64 + names, Integer.MAX_VALUE));
  }
}
