package io.keelson.demo.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keelson.demo.door.Json;
import io.keelson.demo.step.Check;
import java.util.HashMap;
import java.util.Map;

/** What steps took out of answers, by name; {@code $name} in a later step stands for it. */
final class Kept {
  private final Map<String, JsonNode> values = new HashMap<>();

  Kept(String slug) {
    values.put("slug", TextNode.valueOf(slug));
  }

  JsonNode get(String name) {
    JsonNode value = values.get(name);
    Check.that(value != null, "nothing is kept under $%s", name);
    return value;
  }

  /** Takes values by their place in an answer, such as {@code createRun.id}. */
  void take(JsonNode places, JsonNode answer) {
    places
        .properties()
        .forEach(place -> values.put(place.getKey(), valueAt(answer, place.getValue().asText())));
  }

  static JsonNode valueAt(JsonNode answer, String place) {
    return answer.at("/" + place.replace('.', '/'));
  }

  /** The same with what is kept in the place of its name. */
  JsonNode filled(JsonNode value) {
    if (value.isTextual() && value.asText().startsWith("$")) {
      return get(value.asText().substring(1));
    }
    if (value.isArray()) {
      ArrayNode items = Json.MAPPER.createArrayNode();
      value.forEach(item -> items.add(filled(item)));
      return items;
    }
    if (value.isObject()) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      value.properties().forEach(field -> object.set(field.getKey(), filled(field.getValue())));
      return object;
    }
    return value;
  }
}
