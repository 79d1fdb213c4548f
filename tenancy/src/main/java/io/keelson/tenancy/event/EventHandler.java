package io.keelson.tenancy.event;

import io.keelson.tenancy.database.Transaction;
import java.util.Set;

/**
 * Receives events at least once. The transaction it is given belongs to the event's tenant and also
 * marks the delivery done, so that what a handler writes with it happens exactly once; what it does
 * elsewhere must be idempotent.
 */
public interface EventHandler {
  /** A stable, unique name; it is stored with waiting deliveries. */
  String name();

  /** The event types it takes. */
  Set<String> types();

  /** The role whose processes run it: {@code api}, {@code broker} or {@code gateway}. */
  String role();

  /**
   * An exception rolls back and has the event delivered again, later and later, until it becomes a
   * dead letter (see {@link DeadLetters}). {@code Unavailable} and errors of the virtual machine
   * are the platform's fault and never make one.
   */
  void handle(Transaction tx, Event event);
}
