package io.keelson.api.main;

import io.quarkus.logging.LoggingFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * The wall behind all that is asked of callers: what a logger warns of is {@value MAX_RECORDS}
 * lines a second, and {@value MAX_TRACES} of them with a trace. Whoever finds a request that a
 * library meets with a page of text fills no disk by it, and hides nothing that other loggers say.
 * How many were left out stands in the next line.
 */
@LoggingFilter(name = "flood")
public final class LogFlood implements Filter {
  static final int MAX_RECORDS = 20;
  static final int MAX_TRACES = 2;

  private final Map<String, Second> seconds = new ConcurrentHashMap<>();

  @Override
  public boolean isLoggable(LogRecord record) {
    return record.getLevel().intValue() < Level.WARNING.intValue()
        || !(record instanceof ExtLogRecord line)
        || seconds.computeIfAbsent(line.getLoggerName(), name -> new Second()).admits(line);
  }

  /** What one logger has said in the second that goes on. */
  private static final class Second {
    private long second;
    private int records;
    private int traces;
    private long leftOut;

    synchronized boolean admits(ExtLogRecord line) {
      long now = line.getInstant().getEpochSecond();
      if (now != second) {
        second = now;
        records = 0;
        traces = 0;
      }
      if (records >= MAX_RECORDS) {
        leftOut++;
        return false;
      }
      records++;
      if (line.getThrown() != null && ++traces > MAX_TRACES) {
        append(line, ": " + line.getThrown());
        line.setThrown(null);
      }
      if (leftOut > 0) {
        append(line, " (and " + leftOut + " more of these before)");
        leftOut = 0;
      }
      return true;
    }

    private static void append(ExtLogRecord line, String more) {
      line.setMessage(line.getFormattedMessage() + more, ExtLogRecord.FormatStyle.NO_FORMAT);
    }
  }
}
