package io.keelson.api.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keelson.tenancy.failure.Invalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON that comes from outside. Whatever reads it further may do so recursively and write its
 * numbers out: it is nested at most 64 levels deep, and no number stands for more than 1,000
 * digits. What is read fills many times its bytes where it is mostly brackets: it has at most
 * 100,000 tokens.
 */
public final class OutsideJson {
  public static final int MAX_DEPTH = 64;
  public static final int MAX_DIGITS = 1_000;
  public static final int MAX_TOKENS = 100_000;

  /** An entry of a map, an empty map, or a short text: no token fills more. */
  private static final int HEAP_BYTES_PER_TOKEN = 64;

  /** Text that has one character beyond Latin-1 fills two for each. */
  private static final int HEAP_BYTES_PER_BYTE = 2;

  private static final ObjectReader READER = reader(MAX_DEPTH);
  private static final ObjectReader ENVELOPE_READER = reader(MAX_DEPTH + 1);

  private OutsideJson() {}

  private static ObjectReader reader(int maxDepth) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(MAX_DIGITS)
                        .maxTokenCount(MAX_TOKENS)
                        .build())
                .build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readerFor(new TypeReference<Map<String, Object>>() {});
  }

  /**
   * One object that was read.
   *
   * @param heapBytes what it fills of the heap, at most
   */
  public record Read(Map<String, Object> object, long heapBytes) {}

  /**
   * One object: whole numbers as {@link Integer}, {@link Long} or {@link java.math.BigInteger},
   * others as {@link BigDecimal}.
   *
   * @param field what to name when it is not valid, such as {@code body}
   * @throws Invalid for anything but one JSON object within the bounds
   */
  public static Read read(String field, byte[] json) {
    return read(READER, MAX_DEPTH, field, json);
  }

  /** {@link #read} of one that has another such object in it, and so may nest one level deeper. */
  public static Read envelope(String field, byte[] json) {
    return read(ENVELOPE_READER, MAX_DEPTH + 1, field, json);
  }

  /**
   * The texts of those names at the top of an object; no more of it is read than it takes to find
   * them, and nothing of it kept.
   */
  public static Map<String, String> texts(byte[] json, Set<String> names) {
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = ENVELOPE_READER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (found.size() < names.size() && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING && names.contains(name)) {
          found.put(name, parser.getText());
        }
        parser.skipChildren();
      }
      return found;
    } catch (IOException notJson) {
      return Map.of();
    }
  }

  private static Read read(ObjectReader reader, int maxDepth, String field, byte[] json) {
    Map<String, Object> read;
    long tokens;
    try (JsonParser parser = reader.createParser(json)) {
      read = reader.readValue(parser);
      tokens = parser.currentTokenCount();
    } catch (JacksonException e) {
      throw new Invalid(field, shown(json), expected(maxDepth));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (read == null || !hasOnlyShortNumbers(read.values())) {
      throw new Invalid(field, shown(json), expected(maxDepth));
    }
    long heapBytes = HEAP_BYTES_PER_TOKEN * tokens + (long) HEAP_BYTES_PER_BYTE * json.length;
    return new Read(read, heapBytes);
  }

  private static boolean hasOnlyShortNumbers(Collection<?> values) {
    for (Object value : values) {
      boolean isShort =
          switch (value) {
            case BigDecimal number -> Math.abs((long) number.scale()) <= MAX_DIGITS;
            case Map<?, ?> object -> hasOnlyShortNumbers(object.values());
            case Collection<?> array -> hasOnlyShortNumbers(array);
            case null, default -> true;
          };
      if (!isShort) {
        return false;
      }
    }
    return true;
  }

  private static String expected(int maxDepth) {
    return "a JSON object nested at most "
        + maxDepth
        + " levels deep, with numbers of at most "
        + MAX_DIGITS
        + " digits and at most "
        + MAX_TOKENS
        + " tokens";
  }

  /** Enough of it to be recognised. */
  private static String shown(byte[] json) {
    int shown = Math.min(json.length, 100);
    return new String(json, 0, shown, StandardCharsets.UTF_8);
  }
}
