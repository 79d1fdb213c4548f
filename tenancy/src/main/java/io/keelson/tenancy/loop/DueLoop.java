package io.keelson.tenancy.loop;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does what is due again and again, on a virtual thread, until it is closed: at once after its
 * start, then whenever it is woken, and at the latest after its interval. A pass that fails, be it
 * with an {@link Error}, never ends the loop; what it left is due again in the next pass, which
 * comes later the more passes have failed in a row.
 *
 * <p>From its start to its end a loop is one of {@link Loops#late}'s, which health asks.
 */
public final class DueLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DueLoop.class);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
  private static final Duration MIN_PATIENCE = Duration.ofSeconds(30);
  private static final int PATIENCE_INTERVALS = 10;
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  /**
   * A failure that goes on is logged again after 1, 2, 4, 8, … failed passes, then once in this
   * many.
   */
  private static final int MAX_UNLOGGED_FAILURES = 256;

  private final String name;
  private final Duration interval;
  private final Supplier<Duration> pass;
  private final LongSupplier nanoClock;
  private final DoubleSupplier random;
  private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private Duration maxBackoff;
  private Duration patience;
  private Duration endPatience = END_PATIENCE;
  private Thread thread;
  private int failures;
  private volatile long doneAtNanos;
  private volatile String failure;

  /**
   * @param name of its thread, in the log and in health
   * @param interval between two passes when nothing wakes it
   * @param pass true when more is due at once
   */
  public DueLoop(String name, Duration interval, BooleanSupplier pass) {
    this(name, interval, () -> pass.getAsBoolean() ? Duration.ZERO : interval);
  }

  private DueLoop(String name, Duration interval, Supplier<Duration> pass) {
    // Passes run on another thread than this one.
    this(name, interval, pass, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  DueLoop(
      String name,
      Duration interval,
      Supplier<Duration> pass,
      LongSupplier nanoClock,
      DoubleSupplier random) {
    this.name = name;
    this.interval = interval;
    this.pass = pass;
    this.nanoClock = nanoClock;
    this.random = random;
    this.maxBackoff = longer(interval, MAX_BACKOFF);
    this.patience = longer(interval.multipliedBy(PATIENCE_INTERVALS), MIN_PATIENCE);
    this.doneAtNanos = nanoClock.getAsLong();
  }

  /**
   * A loop whose pass knows when the next is due.
   *
   * @param pass how long nothing will be due; counts up to the interval
   */
  public static DueLoop untilDue(String name, Duration interval, Supplier<Duration> pass) {
    return new DueLoop(name, interval, pass);
  }

  /** A loop that goes on at its interval even while its passes fail, as a heartbeat must. */
  public DueLoop withoutBackoff() {
    maxBackoff = interval;
    return this;
  }

  /** How long a pass may take, or passes may fail, before the loop counts as late. */
  public DueLoop lateAfter(Duration patience) {
    this.patience = patience;
    return this;
  }

  /** How long {@link #close} waits for the pass in progress. */
  public DueLoop endsWithin(Duration patience) {
    this.endPatience = patience;
    return this;
  }

  public synchronized void start() {
    doneAtNanos = nanoClock.getAsLong();
    Loops.add(this);
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Something may be due: the next pass begins at once, or right after the one in progress. */
  public void wake() {
    wakes.offer(true);
  }

  /** The pass in progress gets on; for passes that take longer than the loop's patience. */
  public void beat() {
    doneAtNanos = nanoClock.getAsLong();
  }

  /** Waits within a pass; true when the loop is to end meanwhile. */
  public boolean endsDuring(Duration wait) {
    try {
      return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    while (!isClosed()) {
      Duration wait = pass();
      // Only close() ends a loop; an interrupt that the pass left behind does not.
      boolean interrupted = Thread.interrupted();
      if (interrupted) {
        LOG.debugf("a pass of %s left an interrupt behind", name);
      }
      try {
        if (failures > 0) {
          closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } else if (!isClosed()) {
          wakes.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        LOG.debugf("%s was interrupted while it waited, and goes on", name);
      }
    }
  }

  /** One pass; returns how long to wait before the next. */
  Duration pass() {
    try {
      Duration wait = pass.get();
      succeeded();
      return shorter(wait.isNegative() ? Duration.ZERO : wait, interval);
    } catch (ThreadDeath e) {
      throw e;
    } catch (Throwable e) {
      return failed(e);
    }
  }

  private void succeeded() {
    doneAtNanos = nanoClock.getAsLong();
    failure = null;
    if (failures > 0) {
      LOG.infof("%s goes on after %d failed passes", name, failures);
      failures = 0;
    }
  }

  private Duration failed(Throwable e) {
    if (isClosed()) {
      return Duration.ZERO;
    }
    String message = e instanceof Error ? e.toString() : e.getMessage();
    boolean news = !Objects.equals(message, failure);
    failure = message;
    failures++;
    if (news || Integer.bitCount(failures) == 1 || failures % MAX_UNLOGGED_FAILURES == 0) {
      LOG.warnf(e instanceof Error ? e : null, "%s waits for its next pass: %s", name, message);
    }
    return backoff();
  }

  /**
   * Doubles with each failure; the last half of it is random, so that processes do not march in
   * step.
   */
  private Duration backoff() {
    double whole = interval.toNanos() * Math.pow(2, Math.min(failures - 1, 30));
    double bounded = Math.min(whole, maxBackoff.toNanos());
    return Duration.ofNanos((long) (bounded * (0.5 + random.getAsDouble() / 2)));
  }

  /** Since when no pass has succeeded, if that is longer than the loop's patience. */
  Optional<Loops.Late> late() {
    Duration since = Duration.ofNanos(nanoClock.getAsLong() - doneAtNanos);
    return since.compareTo(patience) > 0
        ? Optional.of(new Loops.Late(name, since, failure))
        : Optional.empty();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Ends after the pass in progress, and does not wait for that. */
  public void end() {
    closed.countDown();
    wakes.offer(true);
    Loops.remove(this);
  }

  /** Ends after the pass in progress, and waits for that. */
  @Override
  public synchronized void close() {
    end();
    if (thread != null && thread != Thread.currentThread()) {
      try {
        thread.join(endPatience);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
