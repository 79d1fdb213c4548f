package io.keelson.api.data;

import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.LinkRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The transfers under way through links: each is ended when its link's maker has lost their rights,
 * within two seconds, be the database there or not. Makers are looked up twice a second, all of
 * them together, however many links they have open. Look-ups run beside the loop that ends
 * transfers: one that hangs holds up neither the loop nor the next look-up.
 *
 * <p>While the process itself stands still it can ask for nobody, and sends nothing: a pass that
 * comes late counts as one that came in time, once until the maker is found again.
 */
final class OpenLinks implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OpenLinks.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LOOKED_UP_EVERY = Duration.ofMillis(500);

  /** More would hold the connections that everybody's rights are looked up with. */
  private static final int MAX_LOOK_UPS = 2;

  /**
   * How long a maker counts after the last look-up that found them began. With the interval it
   * makes less than two seconds; and an honest transfer survives look-ups that take three quarters
   * of a second, or one that fails.
   */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  /** A pass that comes later than this after the one before: the process stood still. */
  private static final Duration LATE = INTERVAL.multipliedBy(2);

  private final LinkMakers makers;
  private final FreshMakers fresh;
  private final LongSupplier nanoTime;
  private final Executor lookUps;
  private final Set<Transfer> open = ConcurrentHashMap.newKeySet();
  private final Semaphore mayLookUp = new Semaphore(MAX_LOOK_UPS);
  private final DueLoop loop = new DueLoop("open-links", INTERVAL, this::pass).withoutBackoff();
  private long lookedUpAtNanos;
  private long passedAtNanos;
  private volatile Standstill standstill;

  /**
   * The process stood still for so long.
   *
   * @param endNanos when the pass before the one that came late would have been
   */
  private record Standstill(long nanos, long endNanos) {
    /** What was found before was found as much later, and no later than its end. */
    long moved(long atNanos) {
      return atNanos - endNanos >= 0 ? atNanos : atNanos + Math.min(nanos, endNanos - atNanos);
    }
  }

  OpenLinks(LinkMakers makers) {
    this(
        makers,
        new FreshMakers(makers, System::nanoTime, Thread::startVirtualThread),
        System::nanoTime,
        Thread::startVirtualThread);
  }

  OpenLinks(LinkMakers makers, FreshMakers fresh, LongSupplier nanoTime, Executor lookUps) {
    this.makers = makers;
    this.fresh = fresh;
    this.nanoTime = nanoTime;
    this.lookUps = lookUps;
    this.passedAtNanos = nanoTime.getAsLong();
    this.lookedUpAtNanos = passedAtNanos - LOOKED_UP_EVERY.toNanos();
    this.standstill = new Standstill(0, passedAtNanos);
  }

  /** A transfer that is over when it is closed. */
  final class Transfer implements AutoCloseable {
    private final LinkMaker maker;
    private final Runnable end;
    private long confirmedNanos = nanoTime.getAsLong();
    private boolean isConfirmed;
    private boolean isExcused;
    private volatile boolean ended;

    private Transfer(LinkMaker maker, Runnable end) {
      this.maker = maker;
      this.end = end;
    }

    /** Look-ups may answer in another order than they began in. */
    private synchronized void confirm(long atNanos) {
      long movedNanos = standstill.moved(atNanos);
      if (movedNanos - confirmedNanos > 0) {
        confirmedNanos = movedNanos;
      }
      isConfirmed = true;
      isExcused &= atNanos - standstill.endNanos() < 0;
    }

    /** The answer may be older than the transfer, unless a newer one has come meanwhile. */
    private synchronized void confirmedFrom(long atNanos) {
      if (!isConfirmed) {
        confirmedNanos = standstill.moved(atNanos);
        isConfirmed = true;
      } else {
        confirm(atNanos);
      }
    }

    private synchronized void stoodStill(Standstill still) {
      if (!isExcused) {
        confirmedNanos = still.moved(confirmedNanos);
        isExcused = true;
      }
    }

    private synchronized boolean isUnconfirmed(long nowNanos) {
      return nowNanos - confirmedNanos > PATIENCE.toNanos();
    }

    /** Whether it was ended from here, because of its maker. */
    boolean isEnded() {
      return ended;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }

  void start() {
    loop.start();
  }

  /**
   * @throws LinkRefused when the maker does not count any more
   */
  void require(LinkMaker maker) {
    if (!makers.counts(maker)) {
      throw new LinkRefused();
    }
  }

  /**
   * Asks whether the maker counts as of now, and not of a second ago: from that moment on the two
   * seconds run. Blocks.
   *
   * @param end breaks the transfer off; called on another thread, once, when the maker has lost
   *     their rights
   * @throws LinkRefused when they have already
   */
  Transfer begin(LinkMaker maker, Runnable end) {
    Transfer transfer = new Transfer(maker, end);
    open.add(transfer);
    try {
      FreshMakers.Answer answer = fresh.of(maker);
      if (!answer.counts()) {
        throw new LinkRefused();
      }
      transfer.confirmedFrom(answer.atNanos());
      return transfer;
    } catch (RuntimeException e) {
      open.remove(transfer);
      throw e;
    }
  }

  /** Ends who is due to be ended now; never blocks. */
  boolean pass() {
    long nowNanos = nanoTime.getAsLong();
    excuse(nowNanos);
    open.stream().filter(transfer -> transfer.isUnconfirmed(nowNanos)).forEach(this::end);
    if (!open.isEmpty()
        && nowNanos - lookedUpAtNanos >= LOOKED_UP_EVERY.toNanos()
        && mayLookUp.tryAcquire()) {
      lookedUpAtNanos = nowNanos;
      try {
        lookUps.execute(() -> lookUp(nowNanos));
      } catch (RuntimeException | Error e) {
        mayLookUp.release();
        throw e;
      }
    }
    return false;
  }

  private void excuse(long nowNanos) {
    long sinceNanos = nowNanos - passedAtNanos;
    passedAtNanos = nowNanos;
    if (sinceNanos > LATE.toNanos()) {
      long inTimeNanos = INTERVAL.toNanos();
      Standstill still = new Standstill(sinceNanos - inTimeNanos, nowNanos - inTimeNanos);
      standstill = still;
      open.forEach(transfer -> transfer.stoodStill(still));
    }
  }

  private void lookUp(long beganNanos) {
    try {
      List<Transfer> asked = List.copyOf(open);
      Map<LinkMaker, Boolean> counting =
          makers.counting(asked.stream().map(t -> t.maker).collect(Collectors.toSet()));
      for (Transfer transfer : asked) {
        Boolean counts = counting.get(transfer.maker);
        if (Boolean.TRUE.equals(counts)) {
          transfer.confirm(beganNanos);
        } else if (counts != null) {
          end(transfer);
        }
      }
    } catch (RuntimeException e) {
      LOG.debugf("whether the makers of links count is not known: %s", e.getMessage());
    } finally {
      mayLookUp.release();
    }
  }

  private void end(Transfer transfer) {
    if (open.remove(transfer)) {
      transfer.ended = true;
      transfer.end.run();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
