package io.keelson.api.catalog.collection.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keelson.api.catalog.collection.schema.Shape.Count;
import io.keelson.api.catalog.collection.schema.Shape.Range;
import io.keelson.tenancy.failure.Invalid;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a schema, and refuses what it cannot hold events to. */
final class SchemaReader {
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_SHAPES = 1_000;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_SCALE = 1_000;
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "default",
          "examples",
          "format",
          "deprecated",
          "readOnly",
          "writeOnly",
          "contentEncoding",
          "contentMediaType");
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "const",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4 * MAX_DEPTH)
                          .maxNumberLength(MAX_SCALE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String field;
  private int shapes;

  SchemaReader(String field) {
    this.field = field;
  }

  Shape read(String json) {
    if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new Invalid(field, json, "at most " + MAX_BYTES + " bytes");
    }
    try {
      JsonNode schema = JSON.readTree(json);
      if (!schema.isObject()) {
        throw new Invalid(field, json, "an object");
      }
      return shape(field, schema, 0);
    } catch (JsonProcessingException e) {
      throw new Invalid(field, json, "JSON");
    }
  }

  private Shape shape(String at, JsonNode schema, int depth) {
    shapes++;
    if (shapes > MAX_SHAPES || depth > MAX_DEPTH) {
      throw new Invalid(at, null, "at most " + MAX_SHAPES + " schemas, " + MAX_DEPTH + " deep");
    }
    if (schema.isBoolean()) {
      return schema.booleanValue() ? Shape.ANY : Shape.NONE;
    }
    if (!schema.isObject()) {
      throw new Invalid(at, schema, "an object, true or false");
    }
    boolean saysSomething = false;
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (KEYWORDS.contains(keyword.getKey())) {
        saysSomething = true;
      } else if (!ANNOTATIONS.contains(keyword.getKey())) {
        throw new Invalid(
            at + "." + keyword.getKey(),
            null,
            "no such keyword: events are held to " + String.join(", ", new TreeSet<>(KEYWORDS)));
      }
    }
    return saysSomething ? stated(at, schema, depth) : Shape.ANY;
  }

  private Shape stated(String at, JsonNode schema, int depth) {
    JsonNode others = schema.get("additionalProperties");
    JsonNode item = schema.get("items");
    return new Shape(
        types(at + ".type", schema.get("type")),
        allowed(at, schema),
        range(at, schema),
        count(at, schema, "minLength", "maxLength"),
        count(at, schema, "minItems", "maxItems"),
        item == null ? null : shape(at + ".items", item, depth + 1),
        properties(at + ".properties", schema.get("properties"), depth),
        names(at + ".required", schema.get("required")),
        others == null ? Shape.ANY : shape(at + ".additionalProperties", others, depth + 1));
  }

  private static Set<String> types(String at, JsonNode stated) {
    if (stated == null) {
      return Set.of();
    }
    List<String> names = stated.isTextual() ? List.of(stated.textValue()) : names(at, stated);
    Set<String> types = new TreeSet<>(names);
    if (types.isEmpty() || !Values.TYPES.containsAll(types)) {
      throw new Invalid(at, stated, "some of " + new TreeSet<>(Values.TYPES));
    }
    return types;
  }

  private static List<String> names(String at, JsonNode stated) {
    List<String> names = new ArrayList<>();
    if (stated != null && !stated.isArray()) {
      throw new Invalid(at, stated, "an array of strings");
    }
    if (stated != null) {
      for (JsonNode name : stated) {
        if (!name.isTextual()) {
          throw new Invalid(at, stated, "an array of strings");
        }
        names.add(name.textValue());
      }
    }
    return names.stream().distinct().toList();
  }

  private static Set<Object> allowed(String at, JsonNode schema) {
    JsonNode only = schema.get("const");
    JsonNode some = schema.get("enum");
    if (only == null && some == null) {
      return null;
    }
    if (some != null && !some.isArray()) {
      throw new Invalid(at + ".enum", some, "an array");
    }
    Set<Object> allowed = some == null ? null : comparables(at + ".enum", some);
    if (only != null) {
      Set<Object> alone = comparables(at + ".const", JSON.createArrayNode().add(only));
      if (allowed == null) {
        return alone;
      }
      allowed.retainAll(alone);
    }
    return allowed;
  }

  private static Set<Object> comparables(String at, JsonNode values) {
    Set<Object> out = new HashSet<>();
    for (JsonNode value : values) {
      if (value.isContainerNode()) {
        throw new Invalid(at, null, "strings, numbers, booleans or null");
      }
      out.add(Values.comparable(value));
    }
    return out;
  }

  private static Range range(String at, JsonNode schema) {
    Range range =
        new Range(
            number(at, schema, "minimum"),
            number(at, schema, "exclusiveMinimum"),
            number(at, schema, "maximum"),
            number(at, schema, "exclusiveMaximum"));
    return range.equals(Range.ANY) ? Range.ANY : range;
  }

  private static BigDecimal number(String at, JsonNode schema, String keyword) {
    JsonNode stated = schema.get(keyword);
    if (stated == null) {
      return null;
    }
    if (!stated.isNumber() || Math.abs((long) stated.decimalValue().scale()) > MAX_SCALE) {
      throw new Invalid(at + "." + keyword, stated, "a number");
    }
    return stated.decimalValue();
  }

  private static Count count(String at, JsonNode schema, String least, String most) {
    if (!schema.has(least) && !schema.has(most)) {
      return Count.ANY;
    }
    return new Count(
        whole(at, schema, least, Count.ANY.least()), whole(at, schema, most, Count.ANY.most()));
  }

  private static long whole(String at, JsonNode schema, String keyword, long otherwise) {
    JsonNode stated = schema.get(keyword);
    if (stated == null) {
      return otherwise;
    }
    if (!stated.isIntegralNumber() || !stated.canConvertToLong() || stated.longValue() < 0) {
      throw new Invalid(at + "." + keyword, stated, "a whole number, 0 or more");
    }
    return stated.longValue();
  }

  private Map<String, Shape> properties(String at, JsonNode stated, int depth) {
    if (stated == null) {
      return Map.of();
    }
    if (!stated.isObject()) {
      throw new Invalid(at, stated, "an object");
    }
    Map<String, Shape> out = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : stated.properties()) {
      out.put(
          property.getKey(), shape(at + "." + property.getKey(), property.getValue(), depth + 1));
    }
    return out;
  }
}
