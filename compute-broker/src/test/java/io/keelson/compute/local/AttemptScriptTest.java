package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.compute.provider.Observation;
import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wrapper with a real shell and no walls. */
final class AttemptScriptTest {
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
    start(command, AttemptScript.first(logBytes));
  }

  private void start(String command, String kept) throws IOException {
    start(command, new AttemptScript.Bounds(soon(), tombstone(), kept, null, null));
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
                new Sandbox.Confinement(-1, null, 256 << 20, 100, 1 << 20, 4_096, false),
                Map.of("WORD", "hello", "PATH", "/usr/bin:/bin"),
                List.of("sh", "-c", command)));
  }

  private static Duration soon() {
    return BootClock.now().plus(Patience.LENGTH);
  }

  private Path tombstone() {
    return new Tombstones(temp).of(folder.name());
  }

  private AttemptFiles.Exit exit() {
    Patience.until("the wrapper leaves word", () -> files.exit().isPresent());
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
    assertThat(exit.endedAt()).isCloseTo(Instant.now(), within(Patience.LENGTH));
    assertThat(control("out")).hasContent("hello\n");
    assertThat(control("err")).hasContent("oh\n");
    assertThat(files.wrapper()).isPresent();
  }

  @Test
  void howLongItRanIsToldByTheBootClock() throws IOException {
    Files.createFile(control("arguments"));
    withFirst(
            "date",
            """
            if mkdir %s/set 2>/dev/null; then exec /bin/date +%%s000; fi
            echo 1000
            """
                .formatted(temp))
        .start();

    assertThat(exit().endedAt()).isEqualTo(Instant.ofEpochMilli(1_000));

    assertThat(temp.resolve("ran")).exists();
    assertThat(files.ran().orElseThrow()).isBetween(Duration.ofMillis(1_450), Patience.LENGTH);
    assertThat(files.seen()).isPresent();
    assertThat(files.started().orElseThrow()).isLessThan(BootClock.now());
  }

  private void startLimited(String command) throws IOException {
    start(
        command,
        new AttemptScript.Bounds(
            soon(),
            tombstone(),
            AttemptScript.first(1_000),
            Duration.ofSeconds(1),
            Duration.ofMillis(1_500)));
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
      Patience.until("the command runs", () -> files.head().isPresent());
      ProcessIdentity wrapper = files.wrapper().orElseThrow().identity();
      ProcessIdentity head = files.head().orElseThrow();

      wrapper.signal(signal);

      Patience.until("the command is ended", () -> !head.isRunning());
      assertThat(files.exit()).isEmpty();
      assertThat(files.seen().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(2_500));
      wrapper.signal("KILL");
      Patience.until("nobody watches any more", () -> WrapperSession.of(files).isEmpty());
      prepare();
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

  /** Before it makes its claim, and between that and its first word. */
  @ParameterizedTest
  @ValueSource(strings = {"mkdir", "date"})
  void aWrapperThatThawsWhenTheAttemptIsGivenUpRunsNothing(String step) throws Exception {
    assertRefusedWhenItThaws(
        step, soon(), () -> assertThat(new Tombstones(temp).put(folder.name())).isTrue());
  }

  /** Others may have given it up, and on machines that leave no word here. */
  @ParameterizedTest
  @ValueSource(strings = {"mkdir", "date"})
  void aWrapperThatStandsStillForTooLongRunsNothing(String step) throws Exception {
    Duration startBy = BootClock.now().plusSeconds(2);

    assertRefusedWhenItThaws(
        step, startBy, () -> Patience.until(() -> BootClock.now().compareTo(startBy) > 0));
  }

  private void assertRefusedWhenItThaws(String step, Duration startBy, Runnable meanwhile)
      throws Exception {
    Files.createFile(control("arguments"));
    ProcessBuilder builder =
        withFirst(
            step,
            """
            echo $$ > %1$s/halted.new && mv %1$s/halted.new %1$s/halted
            kill -STOP $$
            exec /bin/%2$s "$@"
            """
                .formatted(temp, step),
            "--start-by",
            "" + startBy.toMillis(),
            "--tomb",
            tombstone().toString());
    Process wrapper = builder.start();
    Patience.until("it stands still", () -> Files.exists(temp.resolve("halted")));

    meanwhile.run();
    long halted = Long.parseLong(Files.readString(temp.resolve("halted")).strip());
    ProcessIdentity.running(halted).orElseThrow().signal("CONT");

    assertThat(wrapper.waitFor()).isEqualTo(75);
    assertThat(files.forestalled()).isTrue();
    assertThat(new AttemptLook().at(files)).isEqualTo(new Observation.Refused());
    assertThat(temp.resolve("ran")).doesNotExist();
    assertThat(files.exit()).isEmpty();
  }

  /** A wrapper that finds a program of ours before the system's. */
  private ProcessBuilder withFirst(String program, String script, String... options)
      throws IOException {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Files.writeString(bin.resolve(program), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(
        bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> words = new ArrayList<>(List.of("sh", this.script.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of(folder.control().toString(), "1000", "-", "-", "--"));
    words.addAll(List.of("sh", "-c", "touch %s/ran; sleep 1.5".formatted(temp)));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().merge("PATH", bin + ":", (old, first) -> first + old);
    return builder;
  }

  @Test
  void aWrapperWhoseFolderIsRemovedBeforeItsFirstWordRunsNothing() throws Exception {
    Process wrapper = withFirst("date", "rm -rf %s\necho 1\n".formatted(folder.root())).start();

    assertThat(wrapper.waitFor()).isEqualTo(75);

    assertThat(temp.resolve("ran")).doesNotExist();
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
    Patience.until("it is gone", () -> ProcessIdentity.running(left).isEmpty());
  }
}
