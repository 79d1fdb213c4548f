package io.keelson.profiler.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The expectations of a suite, read strictly: {@code
 * {"expectations":[{"id":…,"name":…,"table":…,"column":…,"arguments":{…},"mostly":…,"severity":…,"onEmpty":…}]}}.
 */
public record Suite(List<Expectation> expectations) {
  public static final int MAX_EXPECTATIONS = 500;

  /** In the sets of all its expectations together. */
  public static final int MAX_VALUES = 100_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  public Suite {
    expectations = List.copyOf(expectations);
  }

  /**
   * @throws InvalidSuite naming the expectation's index and the field
   */
  public static Suite parse(String json) throws InvalidSuite {
    try {
      return read(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new InvalidSuite("is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static Suite read(JsonNode suite) throws InvalidSuite {
    JsonNode all = suite.path("expectations");
    if (!suite.isObject() || suite.size() != 1 || !all.isArray()) {
      throw new InvalidSuite("expected: an object with expectations, a list, and nothing else");
    }
    if (all.isEmpty() || all.size() > MAX_EXPECTATIONS) {
      throw new InvalidSuite(
          "expectations: " + all.size() + " (expected: 1 to " + MAX_EXPECTATIONS + ")");
    }
    List<Expectation> expectations = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int values = 0;
    for (int i = 0; i < all.size(); i++) {
      SuiteEntry entry = new SuiteEntry(i, all.get(i));
      Expectation expectation = entry.read();
      if (!ids.add(expectation.id())) {
        throw entry.invalid("id", "is another's too (expected: each once)");
      }
      values += expectation.arguments().path("value_set").size();
      expectations.add(expectation);
    }
    if (values > MAX_VALUES) {
      throw new InvalidSuite(
          "expectations: sets of %d values (expected: at most %d in all)"
              .formatted(values, MAX_VALUES));
    }
    return new Suite(expectations);
  }
}
