package io.keelson.tenancy.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.access.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * How many refusals of one caller are written down, so that asking in vain costs the platform no
 * more than asking: {@value #ROWS_PER_MINUTE} a minute and process. The next one that is written
 * says how many were not.
 */
final class RefusalBudget {
  static final int ROWS_PER_MINUTE = 20;
  private static final int MAX_CALLERS = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final InstantSource clock;
  private final Cache<Who, Minute> minutes =
      Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(FORGOTTEN_AFTER).build();

  private record Who(UUID tenantId, UUID id) {}

  private static final class Minute {
    private long number;
    private int written;
    private int untold;
  }

  RefusalBudget(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @return how many refusals before this one were not written; empty when this one is not either
   */
  OptionalInt take(Principal principal) {
    Minute minute =
        minutes.get(new Who(principal.tenantId(), principal.id()), caller -> new Minute());
    long now = clock.instant().getEpochSecond() / 60;
    synchronized (minute) {
      if (minute.number != now) {
        minute.number = now;
        minute.written = 0;
      }
      if (minute.written == ROWS_PER_MINUTE) {
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
