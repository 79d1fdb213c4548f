package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Unavailable;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How long an operation may take, and each event of a subscription. */
final class TimeLimit {
  private final ScheduledThreadPoolExecutor ends;
  private final long limitMs;

  TimeLimit(Duration limit) {
    this.limitMs = limit.toMillis();
    this.ends =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("graphql-time-limit")
                .factory());
    ends.setRemoveOnCancelPolicy(true);
  }

  /**
   * @param late is told why, once, unless it is cancelled before; it blocks nothing
   */
  ScheduledFuture<?> begin(Consumer<Unavailable> late) {
    return ends.schedule(() -> late.accept(tooLong()), limitMs, TimeUnit.MILLISECONDS);
  }

  private Unavailable tooLong() {
    return new Unavailable(
        "the operation took longer than "
            + limitMs
            + " ms, and what it has begun goes on: ask for less at once",
        null);
  }
}
