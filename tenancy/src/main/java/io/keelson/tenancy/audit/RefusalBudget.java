package io.keelson.tenancy.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * How many refusals of one caller are written down, so that asking in vain costs the platform no
 * more than asking: so many a minute and process. The next one that is written says how many were
 * not.
 */
final class RefusalBudget {
  private static final int MAX_CALLERS = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final int rowsPerMinute;
  private final InstantSource clock;
  private final Cache<Who, Minute> minutes =
      Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(FORGOTTEN_AFTER).build();

  private record Who(UUID tenantId, UUID id) {}

  private static final class Minute {
    private long number;
    private int written;
    private int untold;
  }

  RefusalBudget(int rowsPerMinute, InstantSource clock) {
    this.rowsPerMinute = rowsPerMinute;
    this.clock = clock;
  }

  /**
   * @return how many refusals before this one were not written; empty when this one is not either
   */
  OptionalInt take(UUID tenantId, UUID callerId) {
    Minute minute = minutes.get(new Who(tenantId, callerId), caller -> new Minute());
    long now = clock.instant().getEpochSecond() / 60;
    synchronized (minute) {
      if (minute.number != now) {
        minute.number = now;
        minute.written = 0;
      }
      if (minute.written == rowsPerMinute) {
        minute.untold++;
        return OptionalInt.empty();
      }
      minute.written++;
      int untold = minute.untold;
      minute.untold = 0;
      return OptionalInt.of(untold);
    }
  }
}
