package io.keelson.bench.measure;

import io.keelson.bench.CannotRun;
import java.util.List;

/** Numbers on the command line. */
public final class Arguments {
  private Arguments() {}

  public static int number(List<String> arguments, int position, int usual, int max) {
    if (arguments.size() <= position) {
      return usual;
    }
    String given = arguments.get(position);
    try {
      int number = Integer.parseInt(given);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as what is out of bounds is.
    }
    throw new CannotRun(
        "argument " + (position + 1) + ": " + given + " (expected: 1 to " + max + ")");
  }
}
