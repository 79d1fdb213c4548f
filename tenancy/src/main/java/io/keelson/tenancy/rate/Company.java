package io.keelson.tenancy.rate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** The processes that share each minute's points, as this one last heard of them from Redis. */
final class Company {
  private static final Logger LOG = Logger.getLogger(Company.class);

  /** A process is away when it was not counted in so many beats. */
  private static final int COUNTS = 5;

  /** As long as nobody has said how many there are. */
  private static final int UNKNOWN_PROCESSES = 10;

  private final SharedPoints shared;
  private final InstantSource clock;
  private final Lately lately = new Lately(COUNTS);
  private volatile int processes = UNKNOWN_PROCESSES;
  private volatile boolean away = true;
  private volatile long answeredAtMs = Long.MIN_VALUE;
  private boolean isTold;

  Company(SharedPoints shared, InstantSource clock, MeterRegistry meters) {
    this.shared = shared;
    this.clock = clock;
    Gauge.builder("keelson.rate.alone", this, company -> company.away ? 1 : 0)
        .description("1 while Redis is away and this process hands out its own part alone")
        .register(meters);
    Gauge.builder("keelson.rate.processes", this, company -> company.processes)
        .description("how many processes share each minute's points, as this one last heard")
        .register(meters);
  }

  int processes() {
    return processes;
  }

  /** Whether Redis is, so that this process goes on alone. */
  boolean isAway() {
    return away;
  }

  /** When Redis has answered this process last, about anything. */
  long answeredAtMs() {
    return answeredAtMs;
  }

  void hasAnswered() {
    answeredAtMs = clock.millis();
  }

  /** Blocks until Redis has said how many there are, or that it is away; for one thread. */
  void count() {
    CompletableFuture<Integer> counting = shared.processes();
    try {
      processes = lately.max(Math.max(1, counting.get()));
      hasAnswered();
      if (away) {
        LOG.infof("points are shared by %d processes from the next minute on", processes);
      }
      away = false;
      isTold = false;
    } catch (ExecutionException e) {
      if (!isTold) {
        LOG.warnf(
            "Redis is away: this process hands out one part in %d of each minute's points alone: %s",
            processes, e.getCause().getMessage());
      }
      away = true;
      isTold = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
