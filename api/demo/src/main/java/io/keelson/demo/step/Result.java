package io.keelson.demo.step;

import java.util.List;

/**
 * What a step found, for people.
 *
 * @param details lines below the step's own
 */
public record Result(String text, List<String> details) {
  public Result {
    details = List.copyOf(details);
  }

  public static Result of(String text, Object... values) {
    return new Result(text.formatted(values), List.of());
  }

  public Result with(List<String> lines) {
    return new Result(text, lines);
  }
}
