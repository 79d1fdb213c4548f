package io.keelson.api.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
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
import java.util.Map;

/**
 * Reads JSON that comes from outside. Whatever reads it further may do so recursively and write its
 * numbers out: it is nested at most 64 levels deep, and no number stands for more than 1,000
 * digits.
 */
public final class OutsideJson {
  public static final int MAX_DEPTH = 64;
  public static final int MAX_DIGITS = 1_000;
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
                        .build())
                .build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readerFor(new TypeReference<Map<String, Object>>() {});
  }

  /**
   * One object: whole numbers as {@link Integer}, {@link Long} or {@link java.math.BigInteger},
   * others as {@link BigDecimal}.
   *
   * @param field what to name when it is not valid, such as {@code body}
   * @throws Invalid for anything but one JSON object within the bounds
   */
  public static Map<String, Object> object(String field, byte[] json) {
    return read(READER, MAX_DEPTH, field, json);
  }

  /** {@link #object} that has another such object in it, and so may nest one level deeper. */
  public static Map<String, Object> envelope(String field, byte[] json) {
    return read(ENVELOPE_READER, MAX_DEPTH + 1, field, json);
  }

  private static Map<String, Object> read(
      ObjectReader reader, int maxDepth, String field, byte[] json) {
    Map<String, Object> read;
    try {
      read = reader.readValue(json);
    } catch (JacksonException e) {
      throw new Invalid(field, shown(json), expected(maxDepth));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (read == null || !hasOnlyShortNumbers(read.values())) {
      throw new Invalid(field, shown(json), expected(maxDepth));
    }
    return read;
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
        + " digits";
  }

  /** Enough of it to be recognised. */
  private static String shown(byte[] json) {
    int shown = Math.min(json.length, 100);
    return new String(json, 0, shown, StandardCharsets.UTF_8);
  }
}
