package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one expectation turned out. What Great Expectations has no figure for is null, and so are the
 * figures of one that was not judged.
 *
 * @param id the expectation's
 * @param isEmpty whether it found nothing to look at; then its {@code onEmpty} decided
 * @param errored why it could not be judged; null when it was
 * @param elementCount rows
 * @param missingCount rows not considered, for nulls; of sets that a column must contain, the
 *     values that it lacks
 * @param unexpectedCount rows, or distinct values, that are not as expected
 * @param unexpectedPercent of the rows considered
 * @param observedValue what JSON can hold; everything else is text
 * @param samples up to {@value #MAX_SAMPLES} different values that are not as expected, or that are
 *     missing, each of at most 200 characters
 */
public record Result(
    String id,
    boolean success,
    boolean isEmpty,
    String errored,
    Long elementCount,
    Long missingCount,
    Long unexpectedCount,
    Double unexpectedPercent,
    Object observedValue,
    List<String> samples) {
  public static final int MAX_SAMPLES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  public Result {
    samples = List.copyOf(samples);
  }

  static Result errored(Expectation expectation, String reason) {
    return new Result(
        expectation.id(), false, false, reason, null, null, null, null, null, List.of());
  }

  /** Of rows that were considered one by one. */
  static Result ofRows(
      Expectation expectation, long rows, long considered, long unexpected, Long missing) {
    boolean isEmpty = considered == 0;
    return new Result(
        expectation.id(),
        isEmpty
            ? expectation.onEmpty() == Expectation.OnEmpty.PASS
            : isWithin(expectation.mostly(), considered, unexpected),
        isEmpty,
        null,
        rows,
        missing,
        unexpected,
        isEmpty ? null : unexpected / (double) considered * 100,
        null,
        List.of());
  }

  /** Exactly: no share is rounded before it is compared. */
  private static boolean isWithin(BigDecimal mostly, long considered, long unexpected) {
    BigDecimal allowed = BigDecimal.valueOf(considered).multiply(BigDecimal.ONE.subtract(mostly));
    return BigDecimal.valueOf(unexpected).compareTo(allowed) <= 0;
  }

  /** Of a figure of a table, which is never empty. */
  static Result observed(Expectation expectation, boolean success, Object observed) {
    return observed(expectation, success, observed, false);
  }

  /** Of a figure of a column. */
  static Result observed(
      Expectation expectation, boolean success, Object observed, boolean isEmpty) {
    boolean mayBe = !isEmpty || expectation.onEmpty() == Expectation.OnEmpty.PASS;
    return new Result(
        expectation.id(),
        success && mayBe,
        isEmpty,
        null,
        null,
        null,
        null,
        null,
        plain(observed),
        List.of());
  }

  Result withCounts(Long missing, Long unexpected) {
    return new Result(
        id,
        success,
        isEmpty,
        errored,
        elementCount,
        missing,
        unexpected,
        unexpectedPercent,
        observedValue,
        samples);
  }

  Result withSamples(List<?> values) {
    List<String> texts =
        values.stream().map(value -> Text.cut(String.valueOf(value))).limit(MAX_SAMPLES).toList();
    return new Result(
        id,
        success,
        isEmpty,
        errored,
        elementCount,
        missingCount,
        unexpectedCount,
        unexpectedPercent,
        observedValue,
        texts);
  }

  private static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case Boolean truth -> truth;
      case Byte whole -> whole.longValue();
      case Short whole -> whole.longValue();
      case Integer whole -> whole.longValue();
      case Long whole -> whole;
      case BigInteger whole ->
          whole.compareTo(MIN_LONG) < 0 || whole.compareTo(MAX_LONG) > 0
              ? whole.toString()
              : (Object) whole.longValue();
      case BigDecimal number -> number;
      case Float number -> Float.isFinite(number) ? (Object) number : number.toString();
      case Double number -> Double.isFinite(number) ? (Object) number : number.toString();
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        list.forEach(one -> all.add(plain(one)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((key, one) -> all.put((String) key, plain(one)));
        yield all;
      }
      default -> Text.cut(value.toString());
    };
  }

  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id);
    json.put("success", success);
    json.put("empty", isEmpty);
    json.put("errored", errored);
    json.put("elementCount", elementCount);
    json.put("missingCount", missingCount);
    json.put("unexpectedCount", unexpectedCount);
    json.put("unexpectedPercent", unexpectedPercent);
    json.set("observedValue", JSON.valueToTree(observedValue));
    json.set("samples", JSON.valueToTree(samples));
    return json;
  }
}
