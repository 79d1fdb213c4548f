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

  /** Whether they have taken nothing for a while although something waits for them. */
  boolean isStalled();

  /** What waits unread for their socket. */
  Unread unread();
}
