package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The time since this machine was started, its sleep included: nobody sets it, so that what is
 * between two readings is time that has passed. To a hundredth of a second, as {@code attempt.sh}
 * reads it.
 */
final class BootClock {
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final long MS_OF_A_TICK = 10;

  private BootClock() {}

  static Duration now() {
    try {
      return parse(Files.readString(UPTIME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a line such as {@code 51092.26 19204.36}. */
  static Duration parse(String uptime) {
    String seconds = uptime.substring(0, uptime.indexOf(' '));
    return Duration.parse("PT" + seconds + "S");
  }

  /** Of what {@code /proc/<pid>/stat} says of a process's start. */
  static Duration ofTicks(long ticks) {
    return Duration.ofMillis(ticks * MS_OF_A_TICK);
  }
}
