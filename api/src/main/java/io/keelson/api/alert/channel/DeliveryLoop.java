package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.Outcome;
import io.keelson.api.alert.sending.Senders;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.turns.TenantTurns;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Delivers what is due: each channel has a thread of its own while it has something to deliver, so
 * that none waits for another one's receiver.
 */
@ApplicationScoped
public class DeliveryLoop {
  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final int MAX_AT_WORK = 2_048;

  /** More than a tenant has channels that may be due at once: the bound is of {@link Channels}. */
  private static final int MAX_OF_TENANT = Channels.MAX_OF_TENANT;

  private final Lanes lanes;
  private final Senders senders;
  private final TenantTurns turns = new TenantTurns(MAX_AT_WORK, MAX_OF_TENANT);
  private final DueLoop loop = new DueLoop("alert-deliveries", POLL_INTERVAL, this::deliverDue);

  public DeliveryLoop(
      SystemDatabase system,
      TenantDatabase database,
      ChannelSecrets secrets,
      Senders senders,
      InstantSource clock) {
    this.lanes = new Lanes(system, database, secrets, clock);
    this.senders = senders;
  }

  public void start() {
    loop.start();
  }

  /** Something is due now; nothing happens in a process that does not deliver. */
  void wake() {
    loop.wake();
  }

  /**
   * Begins what is due, and does not wait for it.
   *
   * @return false: what has no room now is due again at the next pass
   */
  public boolean deliverDue() {
    for (Lanes.Lane lane : lanes.due(turns.full())) {
      turns.begin(lane.tenantId(), lane.channelId(), () -> deliver(lane));
    }
    return false;
  }

  private void deliver(Lanes.Lane lane) {
    try {
      while (!loop.isClosed()) {
        var attempt = lanes.claim(lane);
        if (attempt.isEmpty()) {
          return;
        }
        lanes.finish(attempt.get(), sent(attempt.get()));
      }
    } catch (RuntimeException e) {
      if (!loop.isClosed()) {
        LOG.warnf("channel %s waits: %s", lane.channelId(), e.getMessage());
      }
    }
  }

  /** A defect of ours fails the attempt, and not the lane. */
  private Outcome sent(Lanes.Attempt attempt) {
    try {
      return senders.send(attempt.target(), attempt.message());
    } catch (RuntimeException e) {
      LOG.errorf(e, "delivery %s failed", attempt.message().id());
      return new Outcome.Failed(null, "the platform could not send it", null, false);
    }
  }

  /** Interrupts what is at work: it is due again once its lease is over. */
  @PreDestroy
  public void close() {
    loop.close();
    turns.close();
  }
}
