package io.keelson.api.graphql.live.topic;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that is told as it is, and again when it has changed; what was between does not matter.
 * It is read once for all who follow, with nobody's rights: who may see it is asked of each
 * follower each time.
 *
 * @param topic of {@link io.keelson.tenancy.event.LiveSignals}, and nobody else's
 */
public record StateFeed<S>(UUID tenantId, String topic, Reader<S> reader) {

  /** Reads the whole. */
  public interface Reader<S> {
    /**
     * Blocks.
     *
     * @param before what was read the last time, and may be returned if nothing has changed; null
     *     for nothing
     */
    S read(S before);

    /** When there will be something new although nothing signals it; empty for never. */
    default Optional<Instant> changesAt(S now) {
      return Optional.empty();
    }
  }
}
