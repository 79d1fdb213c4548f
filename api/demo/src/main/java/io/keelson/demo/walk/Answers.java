package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reading the API's answers. */
final class Answers {
  private Answers() {}

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** The first item of a list whose field has this value. */
  static Optional<JsonNode> with(JsonNode list, String field, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(item -> item.path(field).asText().equals(value))
        .findFirst();
  }

  /** To the last digit, whether it came as a number or as a text. */
  static BigDecimal decimal(JsonNode value) {
    return value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
  }
}
