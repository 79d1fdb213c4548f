package io.keelson.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one run, in the order in which they were added; units stand last in their names.
 */
public final class BenchResult {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, Object> figures = new LinkedHashMap<>();

  /**
   * @param ratio ours over the baseline, more is better
   * @param bar the ratio that is asked for
   */
  public BenchResult(String bench, double ratio, double bar) {
    figures.put("bench", bench);
    figures.put("ratio", rounded(ratio));
    figures.put("bar", bar);
    figures.put("passed", ratio >= bar);
  }

  public BenchResult add(String name, double value) {
    figures.put(name, rounded(value));
    return this;
  }

  public BenchResult add(String name, String value) {
    figures.put(name, value);
    return this;
  }

  /** A further bar; the run passes when all are held. */
  public BenchResult require(String name, boolean held) {
    figures.put(name, held);
    figures.merge("passed", held, (before, now) -> (Boolean) before && (Boolean) now);
    return this;
  }

  /** A line a figure, for people. */
  public String table() {
    StringBuilder table = new StringBuilder();
    figures.forEach((name, value) -> table.append("%n  %-34s %s".formatted(name, value)));
    return table.append(System.lineSeparator()).toString();
  }

  /** One line. */
  public String json() {
    try {
      return JSON.writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Four significant places are more than any of these measurements is good for. */
  private static double rounded(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
    return scale >= 1 ? Math.round(value * scale) / scale : Math.round(value);
  }
}
