package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.provider.Observation;
import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an attempt has run, by what its wrapper has written down. */
final class AttemptLookTest {
  private static final ProcessIdentity NOBODY = new ProcessIdentity(1 << 30, 7);
  @TempDir Path control;
  private AttemptFiles files;
  private final AttemptLook look = new AttemptLook();

  @BeforeEach
  void claim() throws IOException {
    files = new AttemptFiles(control);
    Files.createDirectory(control.resolve("claimed"));
  }

  private void write(String name, Object... words) throws IOException {
    String[] texts = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      texts[i] = words[i].toString();
    }
    Files.writeString(control.resolve(name), String.join(" ", texts) + "\n");
  }

  private void wrapper(ProcessIdentity identity, String bootId, Instant startedAt)
      throws IOException {
    write("pid", identity.pid(), identity.startTicks(), bootId, startedAt.toEpochMilli());
  }

  private static ProcessIdentity ourselves() {
    return ProcessIdentity.running(ProcessHandle.current().pid()).orElseThrow();
  }

  @Test
  void whatRunsHasRunSinceItsStartWhateverTheClockSays() throws IOException {
    write("started", BootClock.now().minusSeconds(5).toMillis());
    wrapper(ourselves(), MachineIdentity.bootId(), Instant.now().plusSeconds(3_600));

    assertThat(((Observation.Running) look.at(files)).ran())
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  @Test
  void whatHasEndedHasRunAsLongAsItsWrapperSaysThoughTheClockWasSetBack() throws IOException {
    write("started", BootClock.now().minusSeconds(60).toMillis());
    wrapper(NOBODY, MachineIdentity.bootId(), Instant.now());
    write("ran", 5_010);
    write("exit", 0, 0, Instant.now().minusSeconds(3_600).toEpochMilli());

    Observation.Ended ended = (Observation.Ended) look.at(files);

    assertThat(ended.ran()).isEqualTo(Duration.ofMillis(5_010));
    assertThat(ended.age()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
  }

  @Test
  void aWrapperOfAnEarlierReleaseIsUnderstood() throws IOException {
    Instant start = Instant.now().minusSeconds(20);
    wrapper(ourselves(), MachineIdentity.bootId(), start);
    Duration since = BootClock.now().minus(BootClock.ofTicks(ourselves().startTicks()));

    assertThat(((Observation.Running) look.at(files)).ran())
        .isBetween(since, since.plusSeconds(10));

    write("exit", 3, 0, start.plusSeconds(4).toEpochMilli());
    Observation.Ended ended = (Observation.Ended) look.at(files);
    assertThat(ended.ran()).isEqualTo(Duration.ofSeconds(4));
    assertThat(ended.exitCode()).isEqualTo(3);
  }

  @Test
  void whatIsGoneWithoutAWordHasRunAsLongAsWasLastSaid() throws IOException {
    write("started", BootClock.now().minusSeconds(60).toMillis());
    wrapper(NOBODY, MachineIdentity.bootId(), Instant.now());
    write("seen", 40_000);

    assertThat(((Observation.Vanished) look.at(files)).ran()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void acrossAStartOfTheMachineTheClockOfTheDayMustDo() throws IOException {
    write("started", BootClock.now().plusSeconds(3_600).toMillis());
    wrapper(ourselves(), "another", Instant.now().minusSeconds(600));
    write("seen", 40_000);

    Observation.Vanished vanished = (Observation.Vanished) look.at(files);

    assertThat(vanished.ran()).isEqualTo(Duration.ofSeconds(40));
    assertThat(vanished.age()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(620));
  }

  @Test
  void whatHasEndedBesideItsWrapperIsNotBilledUntilThatSaysSo() throws IOException {
    write("started", BootClock.now().minusSeconds(60).toMillis());
    wrapper(ourselves(), MachineIdentity.bootId(), Instant.now());
    write("group", NOBODY.pid(), NOBODY.startTicks());
    write("seen", 40_000);

    Observation.Running running = (Observation.Running) look.at(files);
    assertThat(running.ran()).isEqualTo(Duration.ofSeconds(40));
    assertThat(running.age()).as("its limit is kept").isGreaterThan(Duration.ofSeconds(59));

    write("ran", 43_000);
    assertThat(((Observation.Running) look.at(files)).ran()).isEqualTo(Duration.ofSeconds(43));
  }

  @Test
  void whatIsClaimedHasItsTimeToSayAWord() {
    assertThat(((Observation.Running) look.at(files)).ran()).isZero();
  }
}
