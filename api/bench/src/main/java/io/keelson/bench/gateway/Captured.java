package io.keelson.bench.gateway;

import io.keelson.serving.watch.capture.CaptureCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of the requests that a gateway was to keep; it says so in lines of its log.
 *
 * @param dropped for want of room, or because they could not be read or kept
 */
record Captured(long kept, long dropped) {
  private static final Pattern LINE = Pattern.compile("captured: kept (\\d+), dropped (\\d+)");
  private static final long POLL_MS = 100;

  static Captured of(CaptureCount count) {
    return new Captured(count.kept(), count.noRoom() + count.refused() + count.unreadable());
  }

  /** To be found by {@link #in}. */
  String line() {
    return "captured: kept " + kept + ", dropped " + dropped;
  }

  /** All that was counted so far. */
  static Captured in(Path log) throws IOException {
    long kept = 0;
    long dropped = 0;
    for (String line : Files.readAllLines(log)) {
      Matcher count = LINE.matcher(line);
      if (count.matches()) {
        kept += Long.parseLong(count.group(1));
        dropped += Long.parseLong(count.group(2));
      }
    }
    return new Captured(kept, dropped);
  }

  /** Waits until as many are counted as were answered: what waits is kept behind the answers. */
  static Captured await(Path log, long answered, Duration patience)
      throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + patience.toNanos();
    Captured found = in(log);
    while (found.kept + found.dropped < answered && System.nanoTime() < endNanos) {
      Thread.sleep(POLL_MS);
      found = in(log);
    }
    return found;
  }

  /** Whether each that was answered is kept. */
  boolean isAllOf(long answered) {
    return dropped == 0 && kept >= answered;
  }
}
