package io.keelson.api.catalog.metric;

import io.keelson.tenancy.failure.Invalid;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the order in which a run's measurements were logged. */
record MetricCursor(int batch, int ordinal) implements Comparable<MetricCursor> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\.(\\d{1,4})");
  private static final Comparator<MetricCursor> ORDER =
      Comparator.comparingInt(MetricCursor::batch).thenComparingInt(MetricCursor::ordinal);
  private static final MetricCursor START = new MetricCursor(0, 0);

  /**
   * @throws Invalid naming the field when the text is no cursor; null is the start
   */
  static MetricCursor parse(String field, String text) {
    if (text == null) {
      return START;
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new Invalid(field, text, "a cursor that came with a measurement");
    }
    return new MetricCursor(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  String text() {
    return batch + "." + ordinal;
  }

  @Override
  public int compareTo(MetricCursor other) {
    return ORDER.compare(this, other);
  }
}
