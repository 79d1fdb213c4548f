package io.keelson.compute.job;

import java.time.Duration;

/**
 * How much is kept of what a job says, and how it comes to the store.
 *
 * @param maxBytes of the job's whole log
 * @param keepsLast whether it is the last of it that is kept; else the first, and then a line says
 *     that the log was cut
 * @param chunkBytes how large a chunk becomes
 * @param leastWait how long what was said waits for more, at first
 * @param maxWait how long it does while the job goes on talking
 * @param bytesPerS how much is read of it, over time; what it says beyond that may be skipped
 * @param roomPause until a log of which the last is kept is tried again when it found no room
 */
public record LogBounds(
    long maxBytes,
    boolean keepsLast,
    int chunkBytes,
    Duration leastWait,
    Duration maxWait,
    long bytesPerS,
    Duration roomPause) {
  /** So that a log of which the last is kept loses little of it at a time. */
  private static final int LEAST_PARTS = 8;

  private static final int CHUNK_BYTES = 1 << 20;
  private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final long SERVICE_BYTES_PER_S = 256 << 10;
  private static final Duration ROOM_PAUSE = Duration.ofMinutes(1);

  /** A task's log begins with what it was given, a service's ends with why it is not well. */
  public static LogBounds of(JobKind kind, long maxBytes) {
    boolean keepsLast = kind == JobKind.SERVICE;
    return new LogBounds(
        maxBytes,
        keepsLast,
        keepsLast ? partBytes(maxBytes) : CHUNK_BYTES,
        LEAST_WAIT,
        MAX_WAIT,
        keepsLast ? SERVICE_BYTES_PER_S : Long.MAX_VALUE,
        ROOM_PAUSE);
  }

  private static int partBytes(long maxBytes) {
    return (int) Math.clamp(maxBytes / LEAST_PARTS, StreamLines.MAX_LINE_BYTES, CHUNK_BYTES);
  }
}
