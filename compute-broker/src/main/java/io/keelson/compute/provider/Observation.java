package io.keelson.compute.provider;

import java.time.Instant;

/** What a provider sees of an instance. */
public sealed interface Observation {
  /** The attempt was never claimed: nothing of the job has run. */
  record Unclaimed() implements Observation {}

  /** It runs. */
  record Running(Instant startedAt) implements Observation {}

  /**
   * The command has ended by itself or by a signal.
   *
   * @param exitCode 128 and the signal's number where one ended it
   * @param outOfMemory whether the system ended a process of it because its memory was used up
   */
  record Ended(Instant startedAt, int exitCode, boolean outOfMemory, Instant endedAt)
      implements Observation {}

  /** It had started and is gone without a word. */
  record Vanished(Instant startedAt) implements Observation {}
}
