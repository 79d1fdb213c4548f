package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;

/** What of an answer is the same each time: its fields and their types. */
final class Shape {
  private Shape() {}

  /** The answer has every field of the example, and its lists begin with items like its own. */
  static void assertLike(JsonNode example, JsonNode answer) {
    assertLike("", example, answer);
  }

  private static void assertLike(String at, JsonNode example, JsonNode answer) {
    JsonNodeType type = example.getNodeType();
    assertThat(answer.getNodeType())
        .as("%s of %s", at.isEmpty() ? "/" : at, answer)
        .isEqualTo(type);
    example
        .properties()
        .forEach(
            field ->
                assertLike(
                    at + "/" + field.getKey(), field.getValue(), answer.path(field.getKey())));
    if (example.isArray() && !example.isEmpty()) {
      assertLike(at + "/0", example.path(0), answer.path(0));
    }
  }
}
