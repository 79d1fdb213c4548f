package io.keelson.tenancy.turns;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Rounds over what is due of many tenants: each tenant's on a thread of its own, one at a time. A
 * tenant whose connections are used up, or whose rows are slow, holds up nobody else; a round that
 * fails is followed by a pause of its tenant.
 */
public final class TenantRounds implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TenantRounds.class);

  private final String name;
  private final Duration pause;
  private final TenantTurns turns;
  private final Map<UUID, Long> pausedUntilNanos = new ConcurrentHashMap<>();

  /**
   * @param name of what is done, in the log
   * @param maxTenants at a time
   * @param pause of a tenant whose round has failed
   */
  public TenantRounds(String name, int maxTenants, Duration pause) {
    this.name = name;
    this.pause = pause;
    this.turns = new TenantTurns(maxTenants, 1);
  }

  /**
   * Begins a round.
   *
   * @return false where the tenant is at work or pauses, or too many are at work
   */
  public boolean begin(UUID tenantId, Runnable round) {
    return !pauses(tenantId) && turns.begin(tenantId, tenantId, () -> run(tenantId, round));
  }

  private void run(UUID tenantId, Runnable round) {
    try {
      round.run();
    } catch (RuntimeException | Error e) {
      pausedUntilNanos.put(tenantId, System.nanoTime() + pause.toNanos());
      LOG.warnf("%s of tenant %s wait: %s", name, tenantId, e);
    }
  }

  private boolean pauses(UUID tenantId) {
    Long until = pausedUntilNanos.get(tenantId);
    if (until != null && System.nanoTime() - until >= 0) {
      pausedUntilNanos.remove(tenantId, until);
      return false;
    }
    return until != null;
  }

  /** Tenants for which no round begins now. */
  public Set<UUID> busy() {
    Stream<UUID> pausing = pausedUntilNanos.keySet().stream().filter(this::pauses);
    return Stream.concat(turns.atWork().keySet().stream(), pausing)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Waits until the rounds that were begun are over.
   *
   * @return false where one still is not
   */
  public boolean awaitIdle(Duration limit) {
    return turns.awaitIdle(limit);
  }

  /** Interrupts what is at work: it is due again, here or elsewhere. */
  @Override
  public void close() {
    turns.close();
  }
}
