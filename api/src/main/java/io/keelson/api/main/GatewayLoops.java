package io.keelson.api.main;

import jakarta.enterprise.context.ApplicationScoped;

/** The loops and the listener of the role {@code gateway}. */
@ApplicationScoped
class GatewayLoops {
  /** What closing ends. */
  AutoCloseable start() {
    return () -> {};
  }
}
