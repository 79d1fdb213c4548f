package io.keelson.bench.gateway;

import io.keelson.serving.watch.capture.CaptureCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of the requests of a caller that a gateway was to keep; it says so in lines of its
 * log.
 *
 * @param dropped for want of room, or because they could not be read or kept
 */
public record Captured(long kept, long dropped) {
  private static final Pattern LINE =
      Pattern.compile("captured of caller (\\d+): kept (\\d+), dropped (\\d+)");
  private static final int KEPT = 2;
  private static final int DROPPED = 3;
  private static final long POLL_MS = 100;

  static Captured of(CaptureCount count) {
    return new Captured(count.kept(), count.noRoom() + count.refused() + count.unreadable());
  }

  /** To be found by {@link #in}. */
  String line(int caller) {
    return "captured of caller " + caller + ": kept " + kept + ", dropped " + dropped;
  }

  /**
   * All that was counted so far.
   *
   * @param caller of the gateway's, from 0 on
   */
  static Captured in(Path log, int caller) throws IOException {
    long kept = 0;
    long dropped = 0;
    for (String line : Files.readAllLines(log)) {
      Matcher count = LINE.matcher(line);
      if (count.matches() && Integer.parseInt(count.group(1)) == caller) {
        kept += Long.parseLong(count.group(KEPT));
        dropped += Long.parseLong(count.group(DROPPED));
      }
    }
    return new Captured(kept, dropped);
  }

  /** Waits until as many are counted as were answered: what waits is kept behind the answers. */
  public static Captured await(Path log, int caller, long answered, Duration patience)
      throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + patience.toNanos();
    Captured found = in(log, caller);
    while (found.kept + found.dropped < answered && System.nanoTime() < endNanos) {
      Thread.sleep(POLL_MS);
      found = in(log, caller);
    }
    return found;
  }

  /** Whether each that was answered is kept. */
  public boolean isAllOf(long answered) {
    return dropped == 0 && kept >= answered;
  }
}
