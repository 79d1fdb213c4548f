package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
    folder = JobFolder.of(Files.createDirectories(temp.resolve("j")), UUID.randomUUID());
    folder.create(-1);
    files = new AttemptFiles(folder.control());
  }

  private void start(String command, long logBytes) throws IOException {
    start(command, new AttemptScript.Bounds(logBytes, null, null));
  }

  private void start(String command, AttemptScript.Bounds bounds) throws IOException {
    AttemptScript.start(
        script,
        folder,
        bounds,
        Cgroups.none().group("x"),
        new Sandbox(false, false)
            .line(
                folder,
                new Sandbox.Confinement(-1, null, 256 << 20, 100, 1 << 20, false),
                Map.of("WORD", "hello", "PATH", "/usr/bin:/bin"),
                List.of("sh", "-c", command)));
  }

  private AttemptFiles.Exit exit() {
    until("the wrapper leaves word", () -> files.exit().isPresent());
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
  void howLongItRanIsToldByTheBootClock() throws IOException {
    Path clock = Files.createDirectory(temp.resolve("bin")).resolve("date");
    Files.writeString(
        clock,
        "#!/bin/sh\nif mkdir %1$s/set 2>/dev/null; then exec /bin/date +%%s000; fi\necho 1000\n"
            .formatted(temp));
    Files.setPosixFilePermissions(clock, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(control("arguments"));
    ProcessBuilder wrapper =
        new ProcessBuilder(
            "setsid",
            "sh",
            script.toString(),
            folder.control().toString(),
            "1000",
            "-",
            "-",
            "--",
            "setsid",
            "sleep",
            "1.5");
    wrapper.environment().merge("PATH", clock.getParent() + ":", (old, first) -> first + old);
    wrapper.start();

    assertThat(exit().endedAt()).isEqualTo(Instant.ofEpochMilli(1_000));

    assertThat(files.ran().orElseThrow()).isBetween(Duration.ofMillis(1_450), PATIENCE);
    assertThat(files.seen()).isPresent();
    assertThat(files.started().orElseThrow()).isLessThan(BootClock.now());
  }

  private void startLimited(String command) throws IOException {
    start(
        command, new AttemptScript.Bounds(1_000, Duration.ofSeconds(1), Duration.ofMillis(1_500)));
  }

  @Test
  void atItsLimitItIsAskedToEnd() throws IOException {
    startLimited("trap 'echo told; exit 3' TERM; while :; do sleep 0.05; done");

    assertThat(exit().code()).isEqualTo(3);

    assertThat(control("out")).hasContent("told\n");
    assertThat(files.ran().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatDoesNotEndWithinItsGraceIsEnded() throws IOException {
    startLimited("trap '' TERM; (trap '' TERM; sleep 1000) & sleep 1000");

    assertThat(exit().code()).isEqualTo(137);

    assertThat(files.ran().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(2_500));
  }

  @Test
  void theLimitIsKeptWhenTheWrapperIsKilledOrFrozen() throws IOException {
    for (String signal : List.of("KILL", "STOP")) {
      startLimited("trap '' TERM; sleep 1000");
      until("the command runs", () -> files.head().isPresent());
      ProcessIdentity wrapper = files.wrapper().orElseThrow().identity();
      ProcessIdentity head = files.head().orElseThrow();

      wrapper.signal(signal);

      until("the command is ended", () -> !head.isRunning());
      assertThat(files.exit()).isEmpty();
      assertThat(files.seen().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(2_500));
      wrapper.signal("KILL");
      until("nobody watches any more", () -> WrapperSession.of(files).isEmpty());
      prepare();
    }
  }

  private static void until(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
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
  void itOutlivesPoliteSignalsAndEndsWhatTheCommandHasLeft() throws IOException {
    start("(trap '' TERM HUP; exec sleep 1000) & echo $!; kill -TERM $PPID; exit 0", 1_000);

    assertThat(exit().code()).isZero();

    long left = Long.parseLong(Files.readString(control("out")).strip());
    until("it is gone", () -> ProcessIdentity.running(left).isEmpty());
  }
}
