package io.keelson.api.data.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON of events, in UTF-8: at most 64 levels deep, each name once in an object, and no number that
 * stands for more than 1,000 digits, nor a name with U+0000 in it. What is written is what was
 * read, without the spaces.
 */
final class EventJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_DIGITS = 1_000;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH + 1)
                          .maxNumberLength(MAX_DIGITS)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private EventJson() {}

  /** Bytes of a body from a place on. */
  record Slice(byte[] bytes, int from, int length) {}

  /**
   * @throws NotAnEvent for anything but one value within the bounds
   */
  static JsonNode value(Slice slice) throws NotAnEvent {
    try (JsonParser parser = MAPPER.createParser(slice.bytes(), slice.from(), slice.length())) {
      JsonNode value = MAPPER.readTree(parser);
      if (value == null || value.isMissingNode()) {
        throw new NotAnEvent("nothing (expected: JSON)");
      }
      if (parser.nextToken() != null) {
        throw new NotAnEvent("more than one value (expected: one)");
      }
      check(value);
      return value;
    } catch (JsonProcessingException e) {
      throw new NotAnEvent("not valid JSON: " + oneLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new NotAnEvent("not valid JSON");
    }
  }

  /**
   * @throws NotAnEvent for anything but one object within the bounds
   */
  static ObjectNode object(Slice slice) throws NotAnEvent {
    if (value(slice) instanceof ObjectNode object) {
      return object;
    }
    throw new NotAnEvent("not an object");
  }

  /** What others read further may fail on these, and on all that is in one file with them. */
  private static void check(JsonNode value) throws NotAnEvent {
    if (value.isTextual()) {
      requireUnicode(value.textValue());
    } else if (value.isBigDecimal() && Math.abs((long) value.decimalValue().scale()) > MAX_DIGITS) {
      throw new NotAnEvent("a number of more than " + MAX_DIGITS + " digits");
    } else if (value.isObject()) {
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        requireUnicode(property.getKey());
        if (property.getKey().indexOf('\0') >= 0) {
          throw new NotAnEvent("U+0000 in a name (expected: another name)");
        }
        check(property.getValue());
      }
    } else if (value.isArray()) {
      for (JsonNode item : value) {
        check(item);
      }
    }
  }

  private static void requireUnicode(String text) throws NotAnEvent {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new NotAnEvent("half a surrogate pair (expected: Unicode)");
        }
        i++;
      }
    }
  }

  /**
   * Where the values of an array lie; nothing is kept of them.
   *
   * @param max of them; what is beyond is not looked at
   * @throws NotAnEvent for anything but an array
   */
  static List<Slice> items(byte[] array, int max) throws NotAnEvent {
    try (JsonParser parser = MAPPER.createParser(array)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new NotAnEvent("not an array");
      }
      List<Slice> items = new ArrayList<>();
      while (items.size() <= max && parser.nextToken() != JsonToken.END_ARRAY) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        items.add(new Slice(array, from, (int) parser.currentLocation().getByteOffset() - from));
      }
      if (items.size() <= max && parser.nextToken() != null) {
        throw new NotAnEvent("more than one value (expected: one array)");
      }
      return items;
    } catch (IOException e) {
      throw new NotAnEvent("not a valid JSON array");
    }
  }

  static byte[] bytes(JsonNode value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("\\p{Cntrl}", " ");
    return line.substring(0, Math.min(200, line.length()));
  }
}
