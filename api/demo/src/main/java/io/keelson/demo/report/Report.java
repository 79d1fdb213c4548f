package io.keelson.demo.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line per step as it ends: mark, number, name, time and result, one below the other. */
public final class Report {
  private static final String DETAIL = " ".repeat(9);
  private final PrintStream out;
  private final boolean terminal;
  private final int nameWidth;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private int number;

  /**
   * @param terminal whether colours, and a line for the step at work, are welcome
   * @param names of all steps to come
   */
  public Report(PrintStream out, boolean terminal, List<String> names) {
    this.out = out;
    this.terminal = terminal;
    this.nameWidth = names.stream().mapToInt(String::length).max().orElse(0);
  }

  /** A step is at work. */
  public void begin(String name) {
    if (terminal) {
      out.print("  …  " + head(number + 1, name));
      out.flush();
    }
  }

  /** A step has ended. */
  public void end(
      String name, Outcome outcome, Duration time, String result, List<String> details) {
    number++;
    counts.merge(outcome, 1, Integer::sum);
    if (terminal) {
      out.print("\r\u001b[K");
    }
    out.printf(
        Locale.ROOT,
        "  %s  %s  %6.2f s  %s%n",
        coloured(outcome.mark(), outcome),
        head(number, name),
        time.toMillis() / 1000.0,
        outcome == Outcome.CHECKED ? result : coloured(result, outcome));
    details.forEach(line -> out.println(DETAIL + line));
    out.flush();
  }

  /** Whether nothing failed and everything was reached. */
  public boolean allChecked() {
    return number > 0 && count(Outcome.FAILED) == 0 && count(Outcome.NOT_REACHED) == 0;
  }

  /** The last line. */
  public void close(Duration time) {
    String text = "%d of %d steps checked".formatted(count(Outcome.CHECKED), number);
    text += told(Outcome.FAILED, "failed") + told(Outcome.NOT_REACHED, "not reached");
    text += told(Outcome.LEFT_OUT, "left out");
    out.println();
    out.printf(
        Locale.ROOT,
        "  %s in %.1f s%n",
        coloured(text, allChecked() ? Outcome.CHECKED : Outcome.FAILED),
        time.toMillis() / 1000.0);
    out.flush();
  }

  private String told(Outcome outcome, String words) {
    return count(outcome) == 0 ? "" : ", " + count(outcome) + " " + words;
  }

  private int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  private String head(int count, String name) {
    return "%2d  %s".formatted(count, name) + " ".repeat(Math.max(0, nameWidth - name.length()));
  }

  private String coloured(String text, Outcome outcome) {
    return terminal ? "\u001b[" + outcome.colour() + "m" + text + "\u001b[0m" : text;
  }
}
