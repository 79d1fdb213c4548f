package io.keelson.serving.metering;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.loop.WriteBehind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings this process's counters to the ledger and the console, each tenant's apart, and those of
 * processes that have ended to the ledger.
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
  private final WriteBehind<OfTenant> own;
  private final DueLoop abandoned;
  private final Map<UUID, Instant> billAt = new ConcurrentHashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean closing;
  private Instant lookAt;

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
    this.lookAt = clock.instant();
    this.own =
        new WriteBehind<>("counted requests", config.trafficInterval(), new Counted(), this::write);
    this.abandoned =
        new DueLoop("requests of earlier processes", config.billingInterval(), this::look)
            .endsWithin(END_PATIENCE);
  }

  public synchronized void start() {
    own.start();
    abandoned.start();
  }

  /**
   * What is to be done about one tenant's counters.
   *
   * @param due whether all that they have counted is to be billed
   * @param closed are to be forgotten once they are billed: their numbers are final
   */
  private record OfTenant(
      TrafficRows.Unwritten traffic,
      boolean due,
      List<RevisionCounter> unbilled,
      List<RevisionCounter> closed) {
    boolean isNothing() {
      return traffic.isNothing() && unbilled.isEmpty() && closed.isEmpty();
    }
  }

  private final class Counted implements WriteBehind.Counts<OfTenant> {
    private volatile Map<UUID, List<RevisionCounter>> found = Map.of();

    @Override
    public List<UUID> tenants() {
      Instant now = clock.instant();
      counters.file().seen(now.toEpochMilli());
      counters.closeGone(now);
      Map<UUID, List<RevisionCounter>> byTenant =
          counters.all().stream().collect(Collectors.groupingBy(one -> one.key().tenantId()));
      found = byTenant;
      traffic.retain(byTenant.keySet());
      billAt.keySet().retainAll(byTenant.keySet());
      return List.copyOf(byTenant.keySet());
    }

    @Override
    public OfTenant take(UUID tenantId) {
      List<RevisionCounter> all =
          found.getOrDefault(tenantId, List.of()).stream()
              .filter(one -> !one.isForgotten())
              .toList();
      // Those first: nothing is counted in them any more when their numbers are read.
      List<RevisionCounter> closed = all.stream().filter(RevisionCounter::isClosed).toList();
      TrafficRows.Unwritten unwritten = traffic.look(tenantId, all);
      boolean due = isDue(tenantId);
      List<RevisionCounter> unbilled =
          (due ? all : closed).stream().filter(one -> !one.isBilled()).toList();
      OfTenant taken = new OfTenant(unwritten, due, unbilled, closed);
      return taken.isNothing() ? null : taken;
    }

    private boolean isDue(UUID tenantId) {
      Instant at = billAt.get(tenantId);
      return closing || at == null || !clock.instant().isBefore(at);
    }

    /** Counters only grow: whatever was not written is found again. */
    @Override
    public void giveBack(UUID tenantId, OfTenant taken) {}
  }

  private void write(UUID tenantId, OfTenant counted) {
    RuntimeException failure = null;
    try {
      bill(tenantId, counted);
    } catch (Unavailable e) {
      throw failed("requests of tenant %s are not billed yet: %s", tenantId, e);
    } catch (RuntimeException e) {
      failure = failed("requests of tenant %s are not billed yet: %s", tenantId, e);
    }
    try {
      traffic.write(tenantId, counted.traffic());
    } catch (RuntimeException e) {
      failure = failed("traffic of tenant %s is not written: %s", tenantId, e);
    }
    if (failure != null) {
      throw failure;
    }
    for (RevisionCounter closed : counted.closed()) {
      attempt("a billed counter stays", () -> forget(closed));
    }
  }

  private RuntimeException failed(String what, UUID tenantId, RuntimeException e) {
    failures.incrementAndGet();
    LOG.warnf(what, tenantId, e.getMessage());
    return e;
  }

  private void bill(UUID tenantId, OfTenant counted) {
    if (counted.unbilled().isEmpty()) {
      return;
    }
    billing.bill(counted.unbilled());
    if (counted.due()) {
      billAt.put(tenantId, clock.instant().plus(config.billingInterval()));
    }
  }

  /**
   * A closed counter is final, so that the end of its cursor is our word that all is on the ledger.
   */
  private void forget(RevisionCounter counter) {
    if (counters.forget(counter)) {
      counter.slot().ifPresent(billing::forget);
    }
  }

  /** A file that cannot be billed now stays and is tried again at the next turn. */
  private boolean look() {
    counters.file().force();
    boolean done = true;
    for (CounterFile file : CounterFile.abandoned(folder)) {
      done &=
          attempt(
              "requests of process " + file.instanceId() + " are not billed yet",
              () -> billing.billAbandoned(file));
      file.close();
      abandoned.beat();
    }
    if (!done) {
      throw new IllegalStateException("counted requests wait, see above");
    }
    return false;
  }

  private boolean attempt(String otherwise, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      LOG.warnf("%s: %s", otherwise, e.getMessage());
      return false;
    }
  }

  /**
   * One look at everything, to its end: the traffic and what is gone always, since removals wait
   * for that; the bill of the others when it is due. False: a part failed.
   */
  boolean pass() {
    long before = failures.get();
    attempt("counted requests wait", own::flush);
    Instant now = clock.instant();
    if (!now.isBefore(lookAt)) {
      lookAt = now.plus(config.billingInterval());
      attempt("requests of an earlier process are not billed yet", this::look);
    }
    return failures.get() == before;
  }

  /**
   * Bills what was counted to the end. Where that fails the file stays, and the next process bills
   * it.
   */
  @Override
  public synchronized void close() {
    abandoned.close();
    closing = true;
    own.close();
    if (counters.all().stream().allMatch(RevisionCounter::isBilled)) {
      attempt("billed counters stay", () -> billing.forget(counters.file()));
    } else {
      counters.file().close();
    }
  }
}
