package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever looks after a job asks what it holds on disk and goes on, whatever the look does. */
final class DiskWatchTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @TempDir Path folder;

  private DiskWatch watch(Supplier<Set<Long>> pids) {
    return new DiskWatch(folder, pids, 1_000_000);
  }

  private static Optional<String> untilFound(DiskWatch watch) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(30);
    Optional<String> found = watch.limitViolation();
    while (found.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(20);
      found = watch.limitViolation();
    }
    return found;
  }

  @Test
  void aLookThatHangsHoldsUpNobodyAndIsToldWhenItEnds() throws Exception {
    fill();
    CountDownLatch hanging = new CountDownLatch(1);
    DiskWatch watch =
        watch(
            () -> {
              await(hanging);
              return Set.of();
            });

    assertTimeoutPreemptively(
        AT_ONCE,
        () -> {
          assertThat(watch.limitViolation()).isEmpty();
          assertThat(watch.limitViolation()).isEmpty();
        });

    hanging.countDown();
    assertThat(untilFound(watch)).contains("too much on disk: limit 0 MiB");
  }

  private void fill() throws IOException {
    Files.write(folder.resolve("large"), new byte[2_000_000]);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLookThatFailsIsRepeatedAndFailsNobodyElse() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    DiskWatch watch =
        watch(
            () -> {
              if (failed.getCount() > 0) {
                failed.countDown();
                throw new IllegalStateException("its processes cannot be listed");
              }
              return Set.of();
            });

    assertThat(watch.limitViolation()).isEmpty();
    failed.await();
    fill();

    assertThat(untilFound(watch)).contains("too much on disk: limit 0 MiB");
  }
}
