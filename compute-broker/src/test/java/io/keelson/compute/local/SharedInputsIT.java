package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.Broker;
import io.keelson.compute.BrokerFixture;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.job.Resources;
import io.keelson.compute.provider.LeaseIntent;
import io.keelson.compute.provider.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An input is fetched once for all jobs of its tenant, and no job changes what another reads. */
final class SharedInputsIT {
  /** Whatever it gets done it says. */
  private static final String HOSTILE =
      """
      cd $KEELSON_INPUTS
      cat a
      (echo changed > a) 2>/dev/null && echo written
      chmod u+w a 2>/dev/null && echo opened
      (echo changed > a) 2>/dev/null && echo written
      ln a $KEELSON_OUTPUTS/a 2>/dev/null && (echo changed > $KEELSON_OUTPUTS/a) 2>/dev/null && echo linked
      python3 - <<'PYTHON'
      import os
      def attempt(what, act):
          try:
              act()
              print(what)
          except OSError:
              pass
      file = os.open('a', os.O_RDONLY)
      attempt('reopened', lambda: os.write(os.open('/proc/self/fd/%d' % file, os.O_WRONLY), b'changed'))
      attempt('opened', lambda: os.fchmod(file, 0o666))
      attempt('truncated', lambda: os.truncate('a', 1))
      PYTHON
      rm -f a 2>/dev/null && echo removed
      echo done
      """;

  private final BrokerFixture fixture = new BrokerFixture();
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createTempDirectory(Path.of("/tmp"), "kw-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void end() {
    new JobFolder(data).delete();
    fixture.close();
  }

  private UUID reading(String script, JobInput input) {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("sh", "-c", script),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            Duration.ofMinutes(1),
            List.of(input)));
  }

  private List<String> said(UUID jobId) {
    assertThat(fixture.ended(jobId).status()).isEqualTo(JobStatus.SUCCEEDED);
    return fixture.lines(jobId);
  }

  private long fetches(JobInput input) {
    return fixture.fetches(input.digest());
  }

  @Test
  void jobsOfOneInputFetchItOnceAlsoAfterARestart() {
    JobInput input = fixture.input("a", "the data\n");
    Broker broker = fixture.start();
    UUID first = reading("cat $KEELSON_INPUTS/a; until [ -e /job/go ]; do sleep 0.05; done", input);
    fixture.untilSaid(first, "the data");
    UUID second = reading("cat $KEELSON_INPUTS/a", input);
    assertThat(said(second)).containsExactly("the data");
    fixture.go();
    assertThat(said(first)).containsExactly("the data");
    broker.close();

    fixture.start();

    assertThat(said(reading("cat $KEELSON_INPUTS/a", input))).containsExactly("the data");
    assertThat(fetches(input)).isEqualTo(1);
  }

  @Test
  void aJobChangesNothingOfWhatTheNextOneReads() {
    JobInput input = fixture.input("a", "the data\n");
    boolean walled = fixture.start().isolation().sandbox();

    List<String> first = said(reading(HOSTILE, input));

    if (walled) {
      assertThat(first).containsExactly("the data", "done");
    }
    assertThat(said(reading("cat $KEELSON_INPUTS/a; ls -l $KEELSON_INPUTS/a | cut -c 1-10", input)))
        .startsWith("the data");
  }

  private String run(LocalProvider provider, String script, JobInput input) throws IOException {
    LeaseIntent intent = WeakMachine.intent(fixture.tenantId, script, List.of(input));
    provider.start(intent, () -> {});
    Patience.until(() -> provider.observe(intent.leaseId()) instanceof Observation.Ended);
    return Files.readString(provider.stream(intent.leaseId(), LogLine.Stream.OUT));
  }

  private Stream<Path> cached() throws IOException {
    return Files.walk(data.resolve("inputs")).filter(Files::isRegularFile);
  }

  private LocalProvider weak(boolean account) {
    return WeakMachine.provider(data, fixture.objects(), account, false, true);
  }

  @Test
  void anAccountOfItsOwnIsWallEnough() throws IOException {
    JobInput input = fixture.input("a", "the data\n");
    try (LocalProvider provider = weak(true)) {
      assertThat(run(provider, HOSTILE, input)).isEqualTo("the data\ndone\n");
      assertThat(run(provider, "cat $KEELSON_INPUTS/a", input)).isEqualTo("the data\n");
      provider.sweep(Set::of);
    }
    assertThat(fetches(input)).isEqualTo(1);
  }

  @Test
  void jobsOfThePlatformsOwnAccountHaveCopies() throws IOException {
    JobInput input = fixture.input("a", "the data\n");
    Path before = Files.createDirectories(data.resolve("inputs/" + fixture.tenantId));
    Files.writeString(before.resolve(input.digest().substring("sha256:".length())), "whatever\n");
    try (LocalProvider provider = weak(false)) {
      assertThat(run(provider, HOSTILE, input)).startsWith("the data\n").contains("written");
      assertThat(run(provider, "cat $KEELSON_INPUTS/a", input)).isEqualTo("the data\n");
      provider.sweep(Set::of);
    }
    assertThat(fetches(input)).isEqualTo(2);
    assertThat(cached()).isEmpty();
  }
}
