package io.keelson.compute.local;

import io.keelson.compute.provider.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the files and the wrapper of an attempt say of it, by this machine's boot clock. */
final class AttemptLook {
  /** Since when an attempt was seen that is claimed and says nothing of its wrapper. */
  private final Map<Path, Duration> wordless = new ConcurrentHashMap<>();

  Observation at(AttemptFiles files) {
    if (!files.claimed()) {
      return new Observation.Unclaimed();
    }
    if (files.forestalled()) {
      return new Observation.Refused();
    }
    Optional<AttemptFiles.Wrapper> wrapper = files.wrapper();
    if (wrapper.isEmpty()) {
      return wordless(files);
    }
    wordless.remove(files.control());
    // Looked at in this order, a wrapper that has just written the exit code and left is not taken
    // for one that vanished.
    boolean running = wrapper.get().isRunning();
    Optional<AttemptFiles.Exit> exit = files.exit();
    if (exit.isPresent()) {
      return ended(files, wrapper.get(), exit.get());
    }
    Duration age = age(files, wrapper.get());
    return running
        ? new Observation.Running(age, ran(files, age))
        : new Observation.Vanished(age, files.seen().orElse(Duration.ZERO));
  }

  /**
   * Not the time in which its wrapper gathers what it has said: that would be billed. Its head is
   * looked at after the clock.
   */
  private static Duration ran(AttemptFiles files, Duration age) {
    boolean headEnded = files.head().filter(head -> !head.isRunning()).isPresent();
    return headEnded ? files.ran().or(files::seen).orElse(Duration.ZERO) : age;
  }

  private Observation wordless(AttemptFiles files) {
    Duration now = BootClock.now();
    Duration since = wordless.computeIfAbsent(files.control(), control -> now);
    return now.minus(since).compareTo(AttemptProcesses.WRAPPER_PATIENCE) < 0
        ? new Observation.Running(Duration.ZERO, Duration.ZERO)
        : new Observation.Vanished(Duration.ZERO, Duration.ZERO);
  }

  private static Observation.Ended ended(
      AttemptFiles files, AttemptFiles.Wrapper wrapper, AttemptFiles.Exit exit) {
    Duration ran = files.ran().orElseGet(() -> between(wrapper.startedAt(), exit.endedAt()));
    Duration age = age(files, wrapper);
    return new Observation.Ended(
        age.compareTo(ran) < 0 ? ran : age, ran, exit.code(), exit.outOfMemory());
  }

  /** The boot clock begins anew with each start of the machine: across one, the day's must do. */
  private static Duration age(AttemptFiles files, AttemptFiles.Wrapper wrapper) {
    if (!wrapper.isOfThisBoot()) {
      return between(wrapper.startedAt(), Instant.now());
    }
    Duration started =
        files.started().orElseGet(() -> BootClock.ofTicks(wrapper.identity().startTicks()));
    return notNegative(BootClock.now().minus(started));
  }

  private static Duration between(Instant from, Instant to) {
    return notNegative(Duration.between(from, to));
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  /** There is nothing to look at any more. */
  void forget(AttemptFiles files) {
    wordless.remove(files.control());
  }
}
