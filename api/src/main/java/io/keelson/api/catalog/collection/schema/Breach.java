package io.keelson.api.catalog.collection.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What breaks a schema: {@code readings[3].value: "warm" (expected: number)}.
 *
 * @param path of the value in the event; empty for the event itself
 */
record Breach(String path, String shown, String expected) {
  private static final int MAX_SHOWN_CHARACTERS = 80;
  private static final int MAX_PATH_CHARACTERS = 200;

  static Breach of(JsonNode value, String expected) {
    return new Breach("", shown(value), expected);
  }

  Breach in(String name) {
    String joined = path.isEmpty() || path.startsWith("[") ? name + path : name + "." + path;
    return new Breach(cut(joined, MAX_PATH_CHARACTERS), shown, expected);
  }

  Breach at(int index) {
    String joined = path.isEmpty() || path.startsWith("[") ? path : "." + path;
    return new Breach(cut("[" + index + "]" + joined, MAX_PATH_CHARACTERS), shown, expected);
  }

  String text() {
    return (path.isEmpty() ? "event" : path) + ": " + shown + " (expected: " + expected + ")";
  }

  private static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array of " + value.size();
      case STRING -> '"' + cut(value.textValue(), MAX_SHOWN_CHARACTERS) + '"';
      case MISSING -> "nothing";
      default -> cut(value.asText(), MAX_SHOWN_CHARACTERS);
    };
  }

  private static String cut(String text, int max) {
    return text.length() > max ? text.substring(0, max) + "…" : text;
  }
}
