package io.keelson.compute.job;

import java.time.OffsetDateTime;

/**
 * A line that a job has said.
 *
 * @param at when it was read, a fraction of a second after it was written
 * @param text 8 KiB at most; longer lines come in pieces, what is not UTF-8 as U+FFFD
 * @param cursor reading on after it
 */
public record LogLine(OffsetDateTime at, Stream stream, String text, String cursor) {
  /** Where it was said. */
  public enum Stream {
    OUT,
    ERR
  }
}
