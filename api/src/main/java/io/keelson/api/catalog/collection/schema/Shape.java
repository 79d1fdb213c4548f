package io.keelson.api.catalog.collection.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One schema, of one value. Each value of an event is looked at by one of them only, and the first
 * breach ends it: it takes as long as the event has values.
 *
 * @param types names of JSON Schema; empty for any
 * @param allowed values of {@code enum} or {@code const}; null for any
 * @param range of numbers
 * @param length of strings, in code points
 * @param items of arrays, each like {@code item}
 * @param item null for any, like {@code others}, which are properties that are not named
 */
record Shape(
    Set<String> types,
    Set<Object> allowed,
    Range range,
    Count length,
    Count items,
    Shape item,
    Map<String, Shape> properties,
    List<String> required,
    Shape others) {
  static final Shape ANY = anything();

  /** Takes nothing. */
  static final Shape NONE =
      new Shape(
          Set.of(), Set.of(), Range.ANY, Count.ANY, Count.ANY, null, Map.of(), List.of(), null);

  private static Shape anything() {
    return new Shape(
        Set.of(), null, Range.ANY, Count.ANY, Count.ANY, null, Map.of(), List.of(), null);
  }

  /** Bounds of numbers; null for none. */
  record Range(BigDecimal least, BigDecimal above, BigDecimal most, BigDecimal below) {
    static final Range ANY = new Range(null, null, null, null);

    private Breach breach(JsonNode value) {
      if (this == ANY) {
        return null;
      }
      BigDecimal number = value.decimalValue();
      if (least != null && number.compareTo(least) < 0) {
        return Breach.of(value, "at least " + least);
      }
      if (above != null && number.compareTo(above) <= 0) {
        return Breach.of(value, "more than " + above);
      }
      if (most != null && number.compareTo(most) > 0) {
        return Breach.of(value, "at most " + most);
      }
      if (below != null && number.compareTo(below) >= 0) {
        return Breach.of(value, "less than " + below);
      }
      return null;
    }
  }

  /** Bounds of a number of things. */
  record Count(long least, long most) {
    static final Count ANY = new Count(0, Long.MAX_VALUE);

    private Breach breach(JsonNode value, long number, String what) {
      if (number < least) {
        return Breach.of(value, "at least " + least + " " + what);
      }
      return number > most ? Breach.of(value, "at most " + most + " " + what) : null;
    }
  }

  /** Null when there is none. */
  Breach breach(JsonNode value) {
    if (this == ANY) {
      return null;
    }
    if (!types.isEmpty() && types.stream().noneMatch(type -> Values.isOf(value, type))) {
      return Breach.of(value, String.join(" or ", types));
    }
    if (allowed != null && !allowed.contains(Values.comparable(value))) {
      return Breach.of(value, allowed.isEmpty() ? "nothing here" : "one of the values allowed");
    }
    return switch (value.getNodeType()) {
      case OBJECT -> ofObject(value);
      case ARRAY -> ofArray(value);
      case STRING ->
          length == Count.ANY
              ? null
              : length.breach(
                  value,
                  value.textValue().codePointCount(0, value.textValue().length()),
                  "characters");
      case NUMBER -> range.breach(value);
      default -> null;
    };
  }

  private Breach ofObject(JsonNode value) {
    for (String name : required) {
      if (!value.has(name)) {
        return Breach.of(MissingNode.getInstance(), "a value").in(name);
      }
    }
    if (properties.isEmpty() && others == ANY) {
      return null;
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      Shape shape = properties.getOrDefault(property.getKey(), others);
      Breach breach = shape == null ? null : shape.breach(property.getValue());
      if (breach != null) {
        return breach.in(property.getKey());
      }
    }
    return null;
  }

  private Breach ofArray(JsonNode value) {
    Breach ofSize = items.breach(value, value.size(), "items");
    if (ofSize != null || item == null) {
      return ofSize;
    }
    for (int i = 0; i < value.size(); i++) {
      Breach breach = item.breach(value.get(i));
      if (breach != null) {
        return breach.at(i);
      }
    }
    return null;
  }
}
