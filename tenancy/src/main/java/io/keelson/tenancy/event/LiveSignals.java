package io.keelson.tenancy.event;

import java.util.UUID;

/**
 * Wake-ups between processes: fast, and allowed to get lost. Whoever follows a topic reads what is
 * new from its source by a cursor when woken, when signals {@linkplain #followReturns return}, and
 * polls while they do not {@linkplain #arrive arrive}.
 */
public interface LiveSignals {
  /** Wakes every follower of the tenant's topic, in all processes; never blocks, never fails. */
  void signal(UUID tenantId, String topic);

  /**
   * Calls {@code onSignal} (quickly returning, on a thread of ours) for each signal until closed.
   *
   * @param topic such as {@code run/<id>/metrics} or {@code job/<id>/log}
   */
  Following follow(UUID tenantId, String topic, Runnable onSignal);

  /** Wakes the relays of the outbox. */
  void wakeRelays();

  /** Calls {@code onWake} when there may be deliveries due. */
  Following followRelays(Runnable onWake);

  /**
   * Whether signals reach this process, as of a few seconds ago. Signals of one process to itself
   * always do.
   */
  default boolean arrive() {
    return true;
  }

  /**
   * Calls {@code onReturn} when signals arrive again after they did not: what happened meanwhile,
   * nobody was told.
   */
  default Following followReturns(Runnable onReturn) {
    return () -> {};
  }

  /** Ends with {@link #close}. */
  interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
