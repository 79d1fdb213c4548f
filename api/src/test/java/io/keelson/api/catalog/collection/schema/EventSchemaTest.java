package io.keelson.api.catalog.collection.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemaTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static String breach(String schema, String value) throws JsonProcessingException {
    return EventSchema.parse("schema", schema).breach(JSON.readTree(value)).orElse(null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "{};1",
        "{\"description\":\"x\"};{}",
        "{\"type\":\"integer\"};1",
        "{\"type\":\"integer\"};1.0",
        "{\"type\":[\"string\",\"null\"]};null",
        "{\"enum\":[1,\"a\",null,true]};1.00",
        "{\"const\":0};-0.0",
        "{\"minimum\":1,\"maximum\":2};2",
        "{\"minimum\":1};\"text\"",
        "{\"minLength\":2,\"maxLength\":2};\"\uD83D\uDE00\uD83D\uDE00\"",
        "{\"minItems\":1,\"items\":{\"type\":\"number\"}};[1,2]",
        "{\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"null\"}}};{\"a\":null,\"b\":1}",
        "{\"properties\":{\"a\":true},\"additionalProperties\":false};{\"a\":1}",
        "{\"additionalProperties\":{\"type\":\"number\"}};{\"a\":1}"
      })
  void whatFitsIsTaken(String schema, String value) throws Exception {
    assertThat(breach(schema, value)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "{\"type\":\"integer\"};1.5;event: 1.5 (expected: integer)",
        "{\"type\":[\"string\",\"null\"]};1;event: 1 (expected: null or string)",
        "{\"enum\":[\"a\"]};\"b\";event: \"b\" (expected: one of the values allowed)",
        "{\"enum\":[1],\"const\":2};1;event: 1 (expected: nothing here)",
        "{\"exclusiveMinimum\":1};1;event: 1 (expected: more than 1)",
        "{\"exclusiveMaximum\":1};1;event: 1 (expected: less than 1)",
        "{\"minLength\":2};\"a\";event: \"a\" (expected: at least 2 characters)",
        "{\"maxItems\":1};[1,2];event: an array of 2 (expected: at most 1 items)",
        "{\"items\":{\"items\":{\"type\":\"number\"}}};[[1],[2,\"a\"]];[1][1]: \"a\" (expected: number)",
        "{\"required\":[\"a\"]};{};a: nothing (expected: a value)",
        "{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b\":{\"type\":\"number\"}}}}}};{\"a\":[{\"b\":{}}]};a[0].b: an object (expected: number)",
        "{\"additionalProperties\":false};{\"a\":1};a: 1 (expected: nothing here)"
      })
  void whatBreaksItIsToldWithItsPath(String schema, String value, String why) throws Exception {
    assertThat(breach(schema, value)).isEqualTo(why);
  }

  @Test
  void nothingIsToldOfAValueThatIsMissing() {
    assertThat(
            EventSchema.parse("schema", "{\"type\":\"object\"}")
                .breach(com.fasterxml.jackson.databind.node.MissingNode.getInstance()))
        .contains("event: nothing (expected: object)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "[]",
        "{\"type\":\"text\"}",
        "{\"type\":[]}",
        "{\"$ref\":\"https://example.org/schema\"}",
        "{\"properties\":{\"a\":{\"$ref\":\"#\"}}}",
        "{\"allOf\":[{}]}",
        "{\"pattern\":\"(a+)+$\"}",
        "{\"uniqueItems\":true}",
        "{\"enum\":[{}]}",
        "{\"minimum\":\"1\"}",
        "{\"minLength\":-1}",
        "{\"minimum\":1e999999999}",
        "{\"required\":\"a\"}",
        "{\"properties\":[]}",
        "{\"type\":\"object\",\"type\":\"string\"}"
      })
  void whatEventsCannotBeHeldToIsRefused(String schema) {
    assertThatThrownBy(() -> EventSchema.parse("input.schema", schema))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("input.schema");
  }

  @Test
  void itsSizeIsBounded() {
    String deep = "{\"items\":".repeat(20) + "{}" + "}".repeat(20);
    assertThatThrownBy(() -> EventSchema.parse("s", deep)).isInstanceOf(Invalid.class);
    StringBuilder wide = new StringBuilder("{\"properties\":{");
    for (int i = 0; i < 1_001; i++) {
      wide.append(i == 0 ? "" : ",").append("\"p").append(i).append("\":{}");
    }
    assertThatThrownBy(() -> EventSchema.parse("s", wide.append("}}").toString()))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> EventSchema.parse("s", "{\"title\":\"" + "x".repeat(70_000) + "\"}"))
        .isInstanceOf(Invalid.class);
  }

  /** One name a thousand times, on objects of one name each: a look at each would be 80 million. */
  @Test
  void noSchemaMakesASmallEventSlow() throws Exception {
    String required = "\"a\",".repeat(10_000) + "\"a\"";
    EventSchema schema = EventSchema.parse("s", "{\"items\":{\"required\":[" + required + "]}}");
    StringBuilder event = new StringBuilder("[{\"a\":1}");
    for (int i = 0; i < 30_000; i++) {
      event.append(",{\"a\":1}");
    }
    var value = JSON.readTree(event.append("]").toString());
    long beganNanos = System.nanoTime();

    assertThat(schema.breach(value)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(Duration.ofSeconds(2));
  }
}
