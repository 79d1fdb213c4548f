package io.keelson.serving.revision;

import java.nio.file.Path;

/** Asks a replica whether its model is loaded. */
@FunctionalInterface
public interface ReplicaProbe {
  /**
   * Blocks, for a bounded time.
   *
   * @param socket where it listens
   * @param model the endpoint's name
   * @return false also where it does not answer
   */
  boolean isReady(Path socket, String model);
}
