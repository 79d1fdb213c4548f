package io.keelson.compute.local.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.NotFound;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputCacheTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path data;
  private final FakeSource source = new FakeSource();
  private final AtomicInteger names = new AtomicInteger();
  private Instant now = Instant.now();
  private Path jobs;
  private InputCache cache;

  @BeforeEach
  void makeFolders() throws IOException {
    jobs = Files.createDirectory(data.resolve("jobs"));
    cache = cache(1_000);
  }

  private InputCache cache(long maxBytes) {
    return cache(data.resolve("inputs"), maxBytes);
  }

  private InputCache cache(Path folder, long maxBytes) {
    return new InputCache(folder, source, new InputCache.Bounds(maxBytes, DAY), () -> now);
  }

  private Path place(UUID tenantId, String digest) throws IOException {
    Path target = jobs.resolve("" + names.incrementAndGet());
    cache.place(tenantId, digest, target);
    return target;
  }

  private Path place(String digest) throws IOException {
    return place(TENANT, digest);
  }

  /** As a job that reads it and ends. */
  private void read(String digest) throws IOException {
    Files.delete(place(digest));
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private Stream<Path> cached() throws IOException {
    return Files.walk(data.resolve("inputs")).filter(Files::isRegularFile);
  }

  private Stream<String> cachedContents() throws IOException {
    return cached()
        .map(
            file -> {
              try {
                return Files.readString(file);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static void until(BooleanSupplier holds) {
    Instant end = Instant.now().plusSeconds(30);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** One job's wish for an input, on a thread of its own. */
  private final class Wish {
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Path target = jobs.resolve("" + names.incrementAndGet());
    private final Thread thread;

    Wish(String digest) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      cache.place(TENANT, digest, target);
                    } catch (IOException | RuntimeException e) {
                      failure.set(e);
                    } catch (FakeSource.Death expected) {
                      assertThat(target).doesNotExist();
                    }
                  });
    }

    void untilItWaits() {
      until(() -> thread.getState() == Thread.State.WAITING);
    }

    Exception failure() throws InterruptedException {
      thread.join();
      return failure.get();
    }
  }

  private Wish waiting(String digest) throws Exception {
    Wish wish = new Wish(digest);
    wish.untilItWaits();
    return wish;
  }

  @Test
  void theSecondJobReadsTheFileThatTheFirstOneReads() throws IOException {
    String digest = source.put(TENANT, "the data");

    Path first = place(digest);
    Path second = place(digest);

    assertThat(first).hasContent("the data");
    assertThat(inode(second)).isEqualTo(inode(first));
    assertThat(source.opened).hasValue(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
        .isEqualTo("r--r--r--");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("inputs"))))
        .isEqualTo("rwx------");
  }

  @Test
  void anInputIsThereForTheNextJobWhenNoneReadsIt() throws IOException {
    String digest = source.put(TENANT, "the data");
    read(digest);
    cache.trim();

    assertThat(place(digest)).hasContent("the data");
    assertThat(source.opened).hasValue(1);
  }

  @Test
  void jobsThatWantTheSameAtOnceWaitForOneFetch() throws Exception {
    String digest = source.put(TENANT, "the data");
    source.hang();
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      wishes.add(new Wish(digest));
    }
    wishes.forEach(Wish::untilItWaits);

    source.comeBack();

    for (Wish wish : wishes) {
      assertThat(wish.failure()).isNull();
      assertThat(wish.target).hasContent("the data");
    }
    assertThat(source.opened).hasValue(1);
  }

  @Test
  void aFetchThatBreaksOffLeavesNothing() throws IOException {
    String digest = source.put(TENANT, "the data");
    source.breakOff();

    assertThatThrownBy(() -> place(digest)).hasMessage("the store is away");

    assertThat(cached()).isEmpty();
    assertThat(jobs).isEmptyDirectory();
    source.comeBack();
    assertThat(place(digest)).hasContent("the data");
  }

  @Test
  void whoWaitsForAFetchThatFailsHearsOfItAndDoesNotTryAgain() throws Exception {
    String digest = source.put(TENANT, "the data");
    source.hang();
    Wish first = waiting(digest);
    Wish second = waiting(digest);

    source.breakOffNow();

    assertThat(first.failure()).hasMessage("the store is away");
    assertThat(second.failure()).hasMessage("the store is away");
    assertThat(source.opened).hasValue(1);
  }

  @Test
  void aJobThatIsCancelledWhileItFetchesLeavesThatToTheNext() throws Exception {
    String digest = source.put(TENANT, "the data");
    source.hang();
    Wish first = waiting(digest);
    Wish second = waiting(digest);

    first.thread.interrupt();

    assertThat(first.failure()).isInstanceOf(InterruptedIOException.class);
    source.comeBack();
    assertThat(second.failure()).isNull();
    assertThat(second.target).hasContent("the data");
    assertThat(cached()).hasSize(1);
  }

  @Test
  void aJobThatIsCancelledWhileAnotherFetchesEndsAtOnce() throws Exception {
    String digest = source.put(TENANT, "the data");
    source.hang();
    Wish first = waiting(digest);
    Wish second = waiting(digest);

    second.thread.interrupt();

    assertThat(second.failure()).isInstanceOf(InterruptedIOException.class);
    source.comeBack();
    assertThat(first.failure()).isNull();
  }

  @Test
  void whatIsNotWhatItWasIsRefusedAndNotKept() throws IOException {
    String digest = source.put(TENANT, "the data");
    source.change(TENANT, digest, "THE DATA");

    assertThatThrownBy(() -> place(digest))
        .isInstanceOf(WrongDigest.class)
        .hasMessage(
            "its digest is %s (expected: %s)"
                .formatted(FakeSource.digest("THE DATA"), FakeSource.digest("the data")));

    assertThat(cached()).isEmpty();
    assertThat(jobs).isEmptyDirectory();
  }

  @Test
  void whatAnErrorOfTheMachineHasEndedIsFetchedByWhoWaited() throws Exception {
    String digest = source.put(TENANT, "the data");
    source.hang();
    Wish first = waiting(digest);
    Wish second = waiting(digest);

    source.dieOnce();

    first.thread.join();
    assertThat(second.failure()).isNull();
    assertThat(second.target).hasContent("the data");
    assertThat(source.opened).hasValue(2);
  }

  @Test
  void tenantsShareNothing() throws IOException {
    UUID other = UUID.randomUUID();
    String digest = source.put(TENANT, "the data");
    Path ours = place(digest);

    assertThatThrownBy(() -> place(other, digest)).isInstanceOf(NotFound.class);

    source.put(other, "the data");
    Path theirs = place(other, digest);
    assertThat(source.opened).hasValue(2);
    assertThat(inode(theirs)).isNotEqualTo(inode(ours));
  }

  @Test
  void whatTheTenantHasRemovedIsNotPlacedThoughItIsCached() throws IOException {
    String digest = source.put(TENANT, "the data");
    read(digest);
    source.remove(TENANT, digest);

    assertThatThrownBy(() -> place(digest)).isInstanceOf(NotFound.class);
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws IOException {
    cache = cache(8);
    String first = source.put(TENANT, "1111");
    String second = source.put(TENANT, "2222");
    String third = source.put(TENANT, "3333");
    read(first);
    now = now.plusSeconds(1);
    read(second);
    now = now.plusSeconds(1);
    read(first);
    now = now.plusSeconds(1);

    read(third);
    cache.trim();

    assertThat(cachedContents()).containsExactlyInAnyOrder("1111", "3333");
  }

  @Test
  void whatAJobReadsStaysHoweverLittleIsToBeKept() throws IOException {
    cache = cache(0);
    Path read = place(source.put(TENANT, "1111"));
    read(source.put(TENANT, "2222"));
    now = now.plus(DAY).plus(DAY);

    cache.trim();
    assertThat(cachedContents()).containsExactly("1111");

    Files.delete(read);
    cache.trim();
    assertThat(cached()).isEmpty();
  }

  @Test
  void whatWasNotUsedForADayGoes() throws IOException {
    read(source.put(TENANT, "1111"));
    now = now.plus(Duration.ofHours(20));
    read(source.put(TENANT, "2222"));
    now = now.plus(Duration.ofHours(5));

    cache.trim();

    assertThat(cachedContents()).containsExactly("2222");
    assertThat(data.resolve("inputs").resolve(TENANT.toString())).isDirectory();
    now = now.plus(DAY);
    cache.trim();
    cache.trim();
    assertThat(data.resolve("inputs").resolve(TENANT.toString())).doesNotExist();
  }

  @Test
  void asMuchIsReleasedAsIsAskedForAndNoJobReads() throws IOException {
    read(source.put(TENANT, "1111"));
    now = now.plusSeconds(1);
    read(source.put(TENANT, "2222"));
    now = now.plusSeconds(1);
    place(source.put(TENANT, "3333"));

    assertThat(cache.release(3, jobs)).isEqualTo(4);
    assertThat(cachedContents()).containsExactlyInAnyOrder("2222", "3333");
    assertThat(cache.release(100, jobs)).isEqualTo(4);
    assertThat(cachedContents()).containsExactly("3333");
  }

  @Test
  void aFileOfAnotherSizeThanTheObjectIsFetchedAgain() throws IOException {
    String digest = source.put(TENANT, "the data");
    read(digest);
    Path file = cached().findFirst().orElseThrow();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "the");

    assertThat(place(digest)).hasContent("the data");
    assertThat(place(digest)).hasContent("the data");
    assertThat(source.opened).hasValue(2);
  }

  @Test
  void whatADeadProcessHasLeftHalfFetchedGoesAtTheNextStart() throws Exception {
    String digest = source.put(TENANT, "the data");
    source.hang();
    Wish fetching = waiting(digest);
    Path dead = Files.writeString(data.resolve("inputs/fetching/dead"), "the");
    Path living = Files.writeString(data.resolve("inputs/fetching/living"), "the");
    Process another =
        new ProcessBuilder(
                "python3",
                "-c",
                """
                import fcntl, sys
                file = open(sys.argv[1], 'r+')
                fcntl.lockf(file, fcntl.LOCK_EX)
                print('held', flush=True)
                sys.stdin.read()
                """,
                living.toString())
            .start();
    try {
      assertThat(another.inputReader().readLine()).isEqualTo("held");

      cache(1_000);

      assertThat(dead).doesNotExist();
      assertThat(living).exists();
    } finally {
      another.destroyForcibly().waitFor();
    }
    source.comeBack();
    assertThat(fetching.failure()).isNull();
    cache(1_000);
    assertThat(living).doesNotExist();
  }

  @Test
  void jobsOnAnotherFileSystemGetCopies() throws IOException {
    Path memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(jobs)),
        "there is one file system only");
    Path folder = Files.createTempDirectory(memory, "inputs-");
    try {
      cache = cache(folder, 1_000);
      String digest = source.put(TENANT, "the data");

      assertThat(place(digest)).hasContent("the data");
      Path second = place(digest);

      assertThat(second).hasContent("the data");
      assertThat(Files.getAttribute(second, "unix:nlink")).isEqualTo(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
          .isEqualTo("r--r--r--");
      assertThat(source.opened).hasValue(1);
      assertThat(cache.release(100, jobs)).as("it makes no room there").isZero();
      assertThat(cache.release(100, memory)).isEqualTo(8);
    } finally {
      cache.clear();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void whatIsNoFolderOfATenantIsLeftAlone() throws IOException {
    cache = cache(0);
    Path stray = Files.writeString(data.resolve("inputs/stray"), "whatever");
    read(source.put(TENANT, "1111"));

    cache.trim();

    assertThat(cached()).containsExactly(stray);
  }

  @Test
  void allIsClearedAndWhatJobsReadStaysTheirs() throws IOException {
    String digest = source.put(TENANT, "the data");
    Path read = place(digest);

    cache.clear();

    assertThat(cached()).isEmpty();
    assertThat(read).hasContent("the data");
  }
}
