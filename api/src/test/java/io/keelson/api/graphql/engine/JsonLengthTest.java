package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLengthTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"name\":\"out\",\"shape\":[1,3],\"data\":[0.1,-2.5,3.0,12345678901234567890]}",
        "[[true,false,null],[\"a\",{\"b\":{}}]]",
        "[1,2,3,4,5,6,7,8,9]"
      })
  void isThatOfTheTextOrALittleMore(String text) {
    JsonValue value;
    try (var reader = Json.createReader(new StringReader(text))) {
      value = reader.readValue();
    }

    assertThat(JsonLength.of(value)).isBetween((long) text.length(), 3L * text.length());
  }
}
