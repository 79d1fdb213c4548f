package io.keelson.compute.provider;

import java.time.Duration;

/**
 * What a provider sees of an instance. Times are lengths, by a clock that is never set: clocks of
 * machines differ, and are set while jobs run.
 */
public sealed interface Observation {
  /** There is nothing of it: nothing of the job has run, or all is lost that could tell. */
  record Unclaimed() implements Observation {}

  /** It was given up before anything of the job has run, and nothing will. */
  record Refused() implements Observation {}

  /**
   * It runs, or its end is not told yet.
   *
   * @param age how long ago it has started
   * @param ran how long it is known to have run: what it is billed for
   */
  record Running(Duration age, Duration ran) implements Observation {}

  /**
   * The command has ended by itself or by a signal.
   *
   * @param age how long ago it has started
   * @param ran from its start to its end
   * @param exitCode 128 and the signal's number where one ended it
   * @param outOfMemory whether the system ended a process of it because its memory was used up
   */
  record Ended(Duration age, Duration ran, int exitCode, boolean outOfMemory)
      implements Observation {}

  /**
   * It had started and is gone without a word.
   *
   * @param age how long ago it has started
   * @param ran how long it is known to have run; zero when nothing is known
   */
  record Vanished(Duration age, Duration ran) implements Observation {}
}
