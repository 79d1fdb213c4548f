package io.keelson.serving.metering;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings this process's counters to the ledger and the console, and those of processes that have
 * ended.
 */
public final class MeteringLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MeteringLoop.class);
  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private final RequestBilling billing;
  private final TrafficRows traffic;
  private final RequestCounters counters;
  private final Path folder;
  private final InstantSource clock;
  private final MeteringConfig config;
  private final DueLoop loop;
  private Instant billAt;

  /**
   * @param folder where counter files are, this process's and those left behind on this machine
   */
  public MeteringLoop(
      TenantDatabase database,
      RequestBilling billing,
      RequestCounters counters,
      LiveSignals signals,
      Path folder,
      InstantSource clock,
      MeteringConfig config) {
    this.billing = billing;
    this.counters = counters;
    this.folder = folder;
    this.clock = clock;
    this.config = config;
    this.traffic = new TrafficRows(database, signals, counters.file().instanceId(), clock);
    this.billAt = clock.instant();
    this.loop =
        new DueLoop("metering", config.trafficInterval(), this::passed)
            .withoutBackoff()
            .endsWithin(END_PATIENCE);
  }

  public synchronized void start() {
    loop.start();
  }

  private boolean passed() {
    if (!pass()) {
      throw new IllegalStateException("counted requests wait, see above");
    }
    return false;
  }

  /**
   * One look at everything: the traffic and what is gone always, since removals wait for that; the
   * bill of the others when it is due. False: a part failed.
   */
  boolean pass() {
    Instant now = clock.instant();
    counters.file().seen(now.toEpochMilli());
    List<RevisionCounter> gone = counters.gone(now);
    boolean told = attempt("traffic is not written", () -> traffic.write(counters));
    boolean done = told;
    if (told) {
      for (RevisionCounter counter : gone) {
        done &= attempt("requests are not billed yet", () -> billAndForget(counter));
      }
    }
    if (!now.isBefore(billAt)) {
      billAt = now.plus(config.billingInterval());
      done &= attempt("requests are not billed yet", this::bill);
      done &= attempt("requests of an earlier process are not billed yet", this::billAbandoned);
    }
    return done;
  }

  private void bill() {
    billing.bill(counters.file());
    counters.file().force();
  }

  /**
   * A closed counter is final, so that the end of its cursor is our word that all is on the ledger.
   */
  private void billAndForget(RevisionCounter counter) {
    Optional<CounterFile.Slot> slot = counter.slot();
    slot.ifPresent(billing::bill);
    traffic.forget(counter.key());
    if (counters.forget(counter)) {
      slot.ifPresent(billing::forget);
    }
  }

  /** A file that cannot be billed now stays and is tried again at the next turn. */
  private void billAbandoned() {
    List<CounterFile> left = CounterFile.abandoned(folder);
    for (CounterFile file : left) {
      attempt(
          "requests of process " + file.instanceId() + " are not billed yet",
          () -> billing.billAbandoned(file));
      file.close();
    }
  }

  private static boolean attempt(String otherwise, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      LOG.warnf("%s: %s", otherwise, e.getMessage());
      return false;
    }
  }

  /**
   * Bills what was counted to the end. Where that fails the file stays, and the next process bills
   * it.
   */
  @Override
  public synchronized void close() {
    loop.close();
    attempt("traffic is not written", () -> traffic.write(counters));
    if (attempt("requests are not billed yet", this::bill)) {
      attempt("billed counters stay", () -> billing.forget(counters.file()));
    } else {
      counters.file().close();
    }
  }
}
