package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper with a real shell and no walls. */
final class AttemptScriptTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir Path temp;
  private Path script;
  private JobFolder folder;
  private AttemptFiles files;

  @BeforeEach
  void prepare() throws IOException {
    script = AttemptScript.install(temp);
    folder = JobFolder.of(Files.createDirectory(temp.resolve("j")), UUID.randomUUID());
    folder.create(-1);
    files = new AttemptFiles(folder.control());
  }

  private void start(String command, long logBytes) throws IOException {
    start(command, AttemptScript.first(logBytes));
  }

  private void start(String command, String kept) throws IOException {
    AttemptScript.start(
        script,
        folder,
        kept,
        Cgroups.none().group("x"),
        new Sandbox(false, false)
            .line(
                folder,
                new Sandbox.Confinement(-1, null, 256 << 20, 100, 1 << 20, 4_096, false),
                Map.of("WORD", "hello", "PATH", "/usr/bin:/bin"),
                List.of("sh", "-c", command)));
  }

  private AttemptFiles.Exit exit() {
    Instant end = Instant.now().plus(PATIENCE);
    while (files.exit().isEmpty()) {
      assertThat(Instant.now()).as("the wrapper leaves word").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return files.exit().orElseThrow();
  }

  private Path control(String name) {
    return folder.control().resolve(name);
  }

  @Test
  void itRunsTheCommandOnceAndKeepsItsExitCodeAndStreams() throws IOException {
    start("echo $WORD; echo oh >&2; exit 7", 1_000);

    AttemptFiles.Exit exit = exit();

    assertThat(exit.code()).isEqualTo(7);
    assertThat(exit.outOfMemory()).isFalse();
    assertThat(exit.endedAt())
        .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(PATIENCE));
    assertThat(control("out")).hasContent("hello\n");
    assertThat(control("err")).hasContent("oh\n");
    assertThat(files.wrapper()).isPresent();
  }

  @Test
  void aSignalShowsInTheExitCode() throws IOException {
    start("kill -9 $$", 1_000);

    assertThat(exit().code()).isEqualTo(137);
  }

  @Test
  void anAttemptThatIsClaimedDoesNotRunAgain() throws IOException {
    start("echo ran >> " + temp.resolve("runs"), 1_000);
    exit();
    Files.delete(control("exit"));

    start("echo ran >> " + temp.resolve("runs"), 1_000);
    start("true", 1_000);

    assertThat(secondEndsWith()).isEqualTo(75);
    assertThat(temp.resolve("runs")).hasContent("ran\n");
  }

  private int secondEndsWith() throws IOException {
    try {
      return new ProcessBuilder(
              "sh", script.toString(), folder.control().toString(), "1", "-", "-", "--", "true")
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAttemptThatWasGivenUpNeverRuns() throws IOException {
    assertThat(files.forestall()).isTrue();

    assertThat(secondEndsWith()).isEqualTo(75);

    assertThat(files.forestalled()).isTrue();
    assertThat(files.forestall()).isTrue();
    assertThat(files.exit()).isEmpty();
  }

  @Test
  void streamsAreCutAtTheirBoundAndTheCommandGoesOn() throws IOException {
    start("seq 1 100000; seq 1 100000 >&2; exit 3", 5_000);

    assertThat(exit().code()).isEqualTo(3);
    assertThat(Files.size(control("out"))).isEqualTo(5_000);
    assertThat(Files.size(control("err"))).isEqualTo(5_000);
  }

  @Test
  void ofAServicesStreamTheLastIsKeptInFilesNamedByWhereTheyBegin() throws IOException {
    start("seq 1 100000; seq 1 3 >&2; exit 3", AttemptScript.last(40_000));

    assertThat(exit().code()).isEqualTo(3);
    TreeMap<Long, Path> pieces = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.control(), "out.[0-9]*")) {
      files.forEach(
          file -> pieces.put(Long.parseLong(file.getFileName().toString().substring(4)), file));
    }
    StringBuilder kept = new StringBuilder();
    for (var piece : pieces.entrySet()) {
      assertThat(piece.getKey()).isEqualTo(pieces.firstKey() + kept.length());
      kept.append(Files.readString(piece.getValue()));
    }
    assertThat(kept.toString()).endsWith("\n99999\n100000\n").hasSizeBetween(40_000, 45_000);
    assertThat(pieces.firstKey() + kept.length()).isEqualTo(588_895);
    assertThat(control("out")).doesNotExist();
    assertThat(control("err")).hasContent("1\n2\n3\n");
  }

  @Test
  void itOutlivesPoliteSignalsAndEndsWhatTheCommandHasLeft() throws IOException {
    start("(trap '' TERM HUP; exec sleep 1000) & echo $!; kill -TERM $PPID; exit 0", 1_000);

    assertThat(exit().code()).isZero();

    long left = Long.parseLong(Files.readString(control("out")).strip());
    Instant end = Instant.now().plus(PATIENCE);
    while (io.keelson.tenancy.embedded.ProcessIdentity.running(left).isPresent()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
