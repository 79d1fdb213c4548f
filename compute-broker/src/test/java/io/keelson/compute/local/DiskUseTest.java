package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job can take of a real file system, with real processes. */
final class DiskUseTest {
  private static final long MIB = 1L << 20;
  private static final long MAX_BYTES = 64 * MIB;
  private static final int MAX_FILES = 1_000;

  /** Folders and what a file system keeps beside a file's own blocks. */
  private static final long SLACK_BYTES = MIB;

  private final List<Process> processes = new ArrayList<>();
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(temp.resolve("job"));
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    new ProcessBuilder("rm", "-rf", "--", folder.toString()).start().waitFor();
  }

  /** Runs a program in the folder until it says that it is ready. */
  private Process python(String program) throws IOException {
    String prelude =
        """
        import ctypes, mmap, os, threading, time
        def take(name, mib):
            file = open(name, 'w+b')
            os.posix_fallocate(file.fileno(), 0, mib << 20)
            return file
        """;
    String ready = "\nprint('ready', flush=True)\ntime.sleep(1000)\n";
    Process process =
        new ProcessBuilder("python3", "-c", prelude + program + ready)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("ready");
    return process;
  }

  private DiskUse use() throws IOException {
    Set<Long> pids = new HashSet<>();
    processes.forEach(process -> pids.add(process.pid()));
    return DiskUse.of(folder, pids, MAX_BYTES, MAX_FILES);
  }

  private void assertHolds(long mib) throws IOException {
    DiskUse use = use();
    assertThat(use.bytes()).isBetween(mib * MIB, mib * MIB + SLACK_BYTES);
    assertThat(use.limitViolation()).isEmpty();
  }

  private void assertTooMuch() throws IOException {
    assertThat(use().limitViolation()).contains("too much on disk: limit 64 MiB");
  }

  @Test
  void blocksCountAndNotTheSizes() throws Exception {
    python(
        """
        sparse = take('sparse', 1)
        os.truncate(sparse.fileno(), 1 << 40)
        """);
    run("touch", "a", "b");
    run("fallocate", "-n", "-l", "40M", "a");
    assertHolds(41);

    run("fallocate", "-n", "-l", "40M", "b");
    assertTooMuch();
  }

  private void run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aFileCountsOnceHoweverManyNamesItHasAndHowOftenItIsOpen() throws IOException {
    python(
        """
        held = [take('a', 20)] + [open('a') for _ in range(10)]
        for i in range(100):
            os.link('a', f'a {i}\\n-delete\\u001b')
        os.symlink('/usr', 'usr')
        """);

    assertHolds(20);
  }

  @Test
  void whatIsRemovedAndStillOpenCounts() throws IOException {
    python(
        """
        a, b = take('a', 20), take('b', 20)
        again = os.dup(b.fileno())
        b.close()
        os.unlink('a')
        os.unlink('b')
        """);
    assertHolds(40);

    python(
        """
        nameless = os.open('.', os.O_TMPFILE | os.O_RDWR)
        os.posix_fallocate(nameless, 0, 40 << 20)
        """);
    assertTooMuch();
  }

  @Test
  void whatIsOpenInATableOfAThreadsOwnCounts() throws IOException {
    python(
        """
        done = threading.Event()
        def hold():
            assert ctypes.CDLL(None).unshare(0x400) == 0
            file = take('a', 80)
            os.unlink('a')
            done.set()
            time.sleep(1000)
        threading.Thread(target=hold, daemon=True).start()
        done.wait()
        """);

    assertTooMuch();
  }

  @Test
  void whatIsRemovedAndStillMappedCounts() throws IOException {
    assumeThat(IsolationProbe.isRoot()).as("mappings are listed to root only").isTrue();
    python(
        """
        file = take('a', 80)
        held = mmap.mmap(file.fileno(), 4096, offset=40 << 20)
        libc = ctypes.CDLL(None)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
        assert libc.mmap(None, 4096, 1, 1, file.fileno(), 0) not in (None, 2 ** 64 - 1)
        held.close()
        file.close()
        os.unlink('a')
        """);

    assertTooMuch();
  }

  @Test
  void memoryAndOtherFileSystemsAreNoDisk() throws IOException {
    python(
        """
        memory = os.memfd_create('m')
        os.posix_fallocate(memory, 0, 80 << 20)
        shared = take('/dev/shm/keelson-disk-use-test', 80)
        os.unlink('/dev/shm/keelson-disk-use-test')
        """);

    assertHolds(0);
  }

  @Test
  void neitherDepthNorPermissionsHideAnything() throws IOException {
    assumeThat(IsolationProbe.isRoot()).as("root reads everything").isTrue();
    python(
        """
        for i in range(40):
            os.mkdir('d' * 200)
            os.chdir('d' * 200)
        take('a', 80)
        os.chmod('a', 0)
        os.chmod('.', 0)
        """);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));

    assertTooMuch();
  }

  @Test
  void filesAreBoundedInNumberToo() throws IOException {
    python(
        """
        os.mkdir('in')
        for i in range(999):
            os.mknod(f'in/{i}')
        """);

    assertThat(use().limitViolation()).contains("too many files: limit 1000");
  }

  @Test
  void aFolderThatIsGoneIsNotTakenForAnEmptyOne() throws IOException {
    Files.delete(folder);

    assertThatThrownBy(this::use).isInstanceOf(IOException.class);
  }

  @Test
  void aWriterDoesNotGetFarBeyondBetweenTwoRegularLooks() throws Exception {
    DiskWatch watch = new DiskWatch(folder, Set::of, MAX_BYTES);
    assertThat(watch.limitViolation()).isEmpty();
    while (watch.isLooking()) {
      Thread.sleep(10);
    }
    run("fallocate", "-l", "80M", "a");
    Instant taken = Instant.now();

    Optional<String> violation = Optional.empty();
    while (violation.isEmpty() && Instant.now().isBefore(taken.plusSeconds(4))) {
      Thread.sleep(50);
      violation = watch.limitViolation();
    }

    assertThat(violation).contains("too much on disk: limit 64 MiB");
    assertThat(Duration.between(taken, Instant.now())).isLessThan(Duration.ofSeconds(2));
  }
}
