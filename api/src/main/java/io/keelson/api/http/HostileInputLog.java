package io.keelson.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What callers do wrong, one line each and a few lines a second: whoever attacks neither fills the
 * disk nor hides what else is in the log. How many were left out stands in the next line.
 */
@ApplicationScoped
public class HostileInputLog {
  static final int MAX_LINES_PER_SECOND = 5;
  private static final int MAX_CHARACTERS = 300;
  private static final Logger LOG = Logger.getLogger(HostileInputLog.class);
  private final InstantSource clock;
  private final Consumer<String> lines;
  private long second;
  private int written;
  private long leftOut;

  @Inject
  HostileInputLog(InstantSource clock) {
    this(clock, LOG::warn);
  }

  HostileInputLog(InstantSource clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
  }

  /**
   * @param requestId null where it has none yet
   * @param what was wrong; cut to a length, and to one line
   */
  public void note(String requestId, String what) {
    String line = line(requestId, oneLine(what));
    if (line != null) {
      lines.accept(line);
    }
  }

  private static String oneLine(String what) {
    String cut = what.length() > MAX_CHARACTERS ? what.substring(0, MAX_CHARACTERS) + "…" : what;
    return cut.replaceAll("\\p{Cntrl}", " ");
  }

  private synchronized String line(String requestId, String what) {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      written = 0;
    }
    if (written >= MAX_LINES_PER_SECOND) {
      leftOut++;
      return null;
    }
    written++;
    String others = leftOut == 0 ? "" : " (and " + leftOut + " more like it before)";
    leftOut = 0;
    String request = requestId == null ? "a request" : "request " + requestId;
    return request + " was refused: " + what + others;
  }
}
