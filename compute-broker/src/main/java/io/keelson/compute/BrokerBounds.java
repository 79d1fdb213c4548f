package io.keelson.compute;

import java.time.Duration;

/** What the settings of a broker may be. Each check names the setting that is out of its bounds. */
final class BrokerBounds {
  private static final int MAX_CPUS = 10_000;
  private static final double LEAST_CPUS = 0.001;
  private static final int FIRST_OF_PEOPLE = 1_000;

  /** Nobody's, and the one that cannot be told from none in 16 bits: others run under them. */
  private static final int NOBODY = 65_534;

  private static final int AFTER_NOBODY = 65_536;

  private BrokerBounds() {}

  static void check(BrokerSettings settings) {
    double cpus = settings.cpus();
    atLeast(0, "cpus", cpus);
    require(cpus <= MAX_CPUS, setting("cpus", cpus), "<= " + MAX_CPUS);
    require(cpus == 0 || cpus >= LEAST_CPUS, setting("cpus", cpus), "0, or >= " + LEAST_CPUS);
    atLeast(0, "memory-bytes", settings.memoryBytes());
    checkAccounts(settings.firstUid());
    atLeast(1, "max-disk-bytes", settings.maxDiskBytes());
    atLeast(0, "disk.free-bytes", settings.freeDiskBytes());
  }

  /**
   * Counted beyond the largest number an account would be negative: nobody's, but the platform's.
   */
  private static void checkAccounts(int first) {
    atLeast(FIRST_OF_PEOPLE, "first-uid", first);
    long end = (long) first + BrokerConfig.SLOTS;
    require(
        end <= Integer.MAX_VALUE,
        setting("first-uid", first),
        "<= " + (Integer.MAX_VALUE - BrokerConfig.SLOTS));
    require(
        end <= NOBODY || first >= AFTER_NOBODY,
        setting("first-uid", first),
        "none of the " + BrokerConfig.SLOTS + " accounts is 65534 or 65535");
  }

  static void checkMeteringInterval(Duration interval) {
    String told = "keelson.billing.metering-interval " + interval;
    require(interval.compareTo(Duration.ofSeconds(1)) >= 0, told, ">= 1 s");
    require(interval.compareTo(Duration.ofDays(1)) <= 0, told, "<= 1 d");
  }

  private static void atLeast(double least, String setting, double value) {
    require(value >= least, setting(setting, value), ">= " + plain(least));
  }

  private static String setting(String name, double value) {
    return BrokerSettings.PREFIX + "." + name + " " + plain(value);
  }

  private static String plain(double value) {
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " (expected: " + expected + ")");
    }
  }
}
