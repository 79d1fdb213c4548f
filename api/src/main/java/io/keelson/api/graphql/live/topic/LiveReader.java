package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.access.Principal;

/** Who follows something over a socket. */
public interface LiveReader {
  /**
   * Their rights as of at most a second ago. May block.
   *
   * @throws io.keelson.tenancy.failure.Unauthenticated when they have none any more
   */
  Principal principal();

  /** {@link #principal} without blocking: null when it would need a look-up. */
  Principal principalIfKnown();

  /** Runs it where their events are told: at once when called from there. From anywhere. */
  void onLoop(Runnable work);

  /** Runs it there in a later turn. */
  void later(Runnable work);

  /** Whether they have taken nothing for a while although something waits for them. */
  boolean isStalled();

  /** What waits unread for their socket. */
  Unread unread();
}
