package io.keelson.serving.watch.capture;

import io.keelson.serving.protocol.RowBytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a call was answered, as text: most are of the same second as the one before. */
final class CaptureTime {
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int MICRO_DIGITS = 6;
  private static final int RADIX = 10;

  private static volatile Second last = new Second(Instant.EPOCH);

  private CaptureTime() {}

  private record Second(long epochSecond, String text) {
    /** Without the letter of the zone. */
    Second(Instant at) {
      this(at.getEpochSecond(), withoutZone(at.truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static String withoutZone(String text) {
      return text.substring(0, text.length() - 1);
    }
  }

  private static Second second(Instant at) {
    Second second = last;
    if (second.epochSecond() != at.getEpochSecond()) {
      second = new Second(at);
      last = second;
    }
    return second;
  }

  /** Writes what {@link #text} says. */
  static void put(Instant at, RowBytes out) {
    out.putAscii(second(at).text());
    int micros = at.getNano() / NANOS_PER_MICRO;
    if (micros != 0) {
      out.put('.');
      out.putDigits(micros, MICRO_DIGITS);
    }
    out.put('Z');
  }

  /** ISO 8601 in UTC, in whole seconds or in microseconds. */
  static String text(Instant at) {
    Second second = second(at);
    int micros = at.getNano() / NANOS_PER_MICRO;
    if (micros == 0) {
      return second.text() + "Z";
    }
    char[] fraction = new char[MICRO_DIGITS];
    for (int i = MICRO_DIGITS - 1; i >= 0; i--) {
      fraction[i] = (char) ('0' + micros % RADIX);
      micros /= RADIX;
    }
    return second.text() + "." + new String(fraction) + "Z";
  }
}
