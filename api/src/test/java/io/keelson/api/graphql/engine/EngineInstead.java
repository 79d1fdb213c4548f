package io.keelson.api.graphql.engine;

import java.time.Duration;

/**
 * Another engine in the place of the process's own until it is closed, so that few callers reach a
 * limit and nobody waits for one.
 */
public final class EngineInstead implements AutoCloseable {
  private final SharedEngine shared;
  private final Engine own;

  private EngineInstead(SharedEngine shared, EngineLimits limits, boolean introspection) {
    this.shared = shared;
    this.own = shared.get();
    shared.engine = shared.make(limits, introspection);
  }

  /** As in production. */
  public static EngineInstead withoutIntrospection(SharedEngine shared) {
    return new EngineInstead(shared, EngineLimits.OF_A_PROCESS, false);
  }

  /** Of operations and events of subscriptions there may be two at a time, one of a tenant. */
  public static EngineInstead ofTwoAtATime(SharedEngine shared, int items, Duration time) {
    return new EngineInstead(shared, new EngineLimits(2, 2, items, time), true);
  }

  @Override
  public void close() {
    shared.engine = own;
  }
}
