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
 * Delivers what is due: each attempt has a thread of its own, so that no channel waits for another
 * one's receiver. After each the channel's turn is over, and others have theirs; a tenant has no
 * more of them than are left.
 */
@ApplicationScoped
public class DeliveryLoop {
  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final int MAX_AT_WORK = 2_048;

  /** More than a project has channels: it takes several to hold up one's own. */
  private static final int MAX_OF_TENANT = 128;

  private final Lanes lanes;
  private final Senders senders;
  private final DueLoop loop = new DueLoop("alert-deliveries", POLL_INTERVAL, this::deliverDue);
  private final TenantTurns turns = new TenantTurns(MAX_AT_WORK, MAX_OF_TENANT, loop::wake);

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
   * @return false: for what has no turn now the loop is woken
   */
  public boolean deliverDue() {
    for (Lanes.Lane lane : lanes.due(turns.full())) {
      turns.beginSome(lane.tenantId(), lane.channelId(), () -> deliver(lane));
    }
    return false;
  }

  /** One attempt; true when there may be another one to make. */
  private boolean deliver(Lanes.Lane lane) {
    try {
      var attempt = lanes.claim(lane);
      attempt.ifPresent(begun -> lanes.finish(begun, sent(begun)));
      return attempt.isPresent();
    } catch (RuntimeException e) {
      if (!loop.isClosed()) {
        LOG.warnf("channel %s waits: %s", lane.channelId(), e.getMessage());
      }
      return false;
    }
  }

  /** A defect of ours fails the attempt, and not the lane. */
  private Outcome sent(Lanes.Attempt attempt) {
    try {
      return senders.send(attempt.target(), attempt.message());
    } catch (RuntimeException e) {
      // Without its trace: a tenant's address may be what it stumbles over, time and again.
      LOG.errorf("delivery %s failed: %s", attempt.message().id(), e);
      LOG.debugf(e, "delivery %s failed", attempt.message().id());
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
