package io.keelson.api.data;

import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.LinkRefused;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The transfers under way through links: each is ended when its link's maker has lost their rights.
 * Makers are looked up twice a second, all of them together, however many links they have open.
 */
final class OpenLinks implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OpenLinks.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** A maker who cannot be looked up counts for this long after the last answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LinkMakers makers;
  private final Set<Transfer> open = ConcurrentHashMap.newKeySet();
  private final DueLoop loop = new DueLoop("open-links", INTERVAL, this::pass);

  OpenLinks(LinkMakers makers) {
    this.makers = makers;
  }

  /** A transfer that is over when it is closed. */
  final class Transfer implements AutoCloseable {
    private final LinkMaker maker;
    private final Runnable end;
    private volatile long confirmedNanos = System.nanoTime();
    private volatile boolean ended;

    private Transfer(LinkMaker maker, Runnable end) {
      this.maker = maker;
      this.end = end;
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
   * @param end breaks the transfer off; called on another thread, once, when the maker has lost
   *     their rights
   * @throws LinkRefused when they have already
   */
  Transfer begin(LinkMaker maker, Runnable end) {
    Transfer transfer = new Transfer(maker, end);
    open.add(transfer);
    try {
      require(maker);
      return transfer;
    } catch (RuntimeException e) {
      open.remove(transfer);
      throw e;
    }
  }

  private boolean pass() {
    List<Transfer> asked = List.copyOf(open);
    if (asked.isEmpty()) {
      return false;
    }
    long beganNanos = System.nanoTime();
    Set<LinkMaker> counting;
    try {
      counting = makers.counting(asked.stream().map(t -> t.maker).collect(Collectors.toSet()));
    } catch (RuntimeException e) {
      LOG.debugf("whether the makers of links count is not known: %s", e.getMessage());
      asked.stream().filter(t -> unconfirmedFor(t).compareTo(PATIENCE) > 0).forEach(this::end);
      return false;
    }
    for (Transfer transfer : asked) {
      if (counting.contains(transfer.maker)) {
        transfer.confirmedNanos = beganNanos;
      } else {
        end(transfer);
      }
    }
    return false;
  }

  private static Duration unconfirmedFor(Transfer transfer) {
    return Duration.ofNanos(System.nanoTime() - transfer.confirmedNanos);
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
