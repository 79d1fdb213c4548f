package io.keelson.api.graphql.engine;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/** How long JSON is about, with a comma behind it, found out without writing it. */
final class JsonLength {
  private static final int BRACKETS = 3;
  private static final int QUOTES = 3;
  private static final int SIGN_AND_POINT = 3;
  private static final int LITERAL = 5;

  private JsonLength() {}

  static long of(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        long sum = BRACKETS;
        for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
          sum += entry.getKey().length() + QUOTES + of(entry.getValue());
        }
        yield sum;
      }
      case JsonArray array -> {
        long sum = BRACKETS;
        for (JsonValue item : array) {
          sum += of(item);
        }
        yield sum;
      }
      case JsonString text -> text.getChars().length() + (long) QUOTES;
      case JsonNumber number -> number.bigDecimalValue().precision() + (long) SIGN_AND_POINT;
      default -> LITERAL;
    };
  }
}
