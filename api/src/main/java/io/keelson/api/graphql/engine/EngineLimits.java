package io.keelson.api.graphql.engine;

import java.time.Duration;

/**
 * What the operations of one process may take, over HTTP and over sockets.
 *
 * @param operations under way at once; each tenant may hold as many as are free
 * @param events of subscriptions under way at once, of which each tenant may hold as many as are
 *     free; more wait
 * @param items that the lists of one operation, or of one event of a subscription, may hold
 *     together
 * @param time of an operation; of a subscription, of its start and of each of its events
 */
record EngineLimits(int operations, int events, int items, Duration time) {
  static final EngineLimits OF_A_PROCESS =
      new EngineLimits(256, 64, 300_000, Duration.ofSeconds(30));
}
