package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.provider.LeaseIntent;
import io.keelson.compute.provider.Observation;
import io.keelson.tenancy.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that stood still while it started an attempt, and goes on when another one has given
 * that up, starts nothing: with a sandbox and without.
 */
final class GivenUpAttemptsTest {
  private Path data;
  private LocalProvider frozen;
  private LocalProvider other;

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createTempDirectory(Path.of("/tmp"), "kg-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void end() {
    if (other != null) {
      other.sweep(java.util.Set::of);
      other.close();
      frozen.close();
    }
    new JobFolder(data).delete();
  }

  private void start(boolean sandbox) {
    Assumptions.assumeTrue(!sandbox || IsolationProbe.isRoot());
    frozen = WeakMachine.provider(data, sandbox, sandbox, true);
    other = WeakMachine.provider(data, sandbox, sandbox, true);
  }

  /** As whoever takes over a lease that nobody has started does. */
  private void giveUp(UUID leaseId) {
    other.forestall(leaseId);
    assertThat(other.observe(leaseId))
        .isInstanceOfAny(Observation.Unclaimed.class, Observation.Refused.class);
    other.terminate(leaseId);
    assertThat(other.gone(leaseId)).isTrue();
    other.forget(leaseId);
  }

  private void assertNothingStarts(LeaseIntent intent, Runnable confirm) {
    assertThatThrownBy(() -> frozen.start(intent, confirm)).isInstanceOf(Unavailable.class);

    assertThat(frozen.observe(intent.leaseId())).isInstanceOf(Observation.Unclaimed.class);
    assertThat(data.resolve("ran")).doesNotExist();
    assertThat(data.resolve("jobs")).isEmptyDirectory();
  }

  private LeaseIntent intent() {
    return WeakMachine.intent("touch " + data.resolve("ran") + "; sleep 1000");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverStoodStillBeforeItMadeAnything(boolean sandbox) {
    start(sandbox);
    LeaseIntent intent = intent();
    giveUp(intent.leaseId());

    assertNothingStarts(intent, () -> {});
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverStoodStillRightBeforeTheStart(boolean sandbox) {
    start(sandbox);
    LeaseIntent intent = intent();

    assertNothingStarts(intent, () -> giveUp(intent.leaseId()));
  }

  /** Its folder is being removed: what the platform has claimed is gone first. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverStoodStillWhileItsFolderWasBeingRemoved(boolean sandbox) {
    start(sandbox);
    LeaseIntent intent = intent();

    try {
      frozen.start(
          intent,
          () -> {
            other.forestall(intent.leaseId());
            Path control = JobFolder.of(data.resolve("jobs"), intent.leaseId()).control();
            new JobFolder(control.resolve("claimed")).delete();
          });
    } catch (Unavailable refused) {
      assertThat(refused).hasMessage("its machine did not start it in time");
    }

    Patience.until(() -> frozen.observe(intent.leaseId()) instanceof Observation.Refused);
    assertThat(frozen.gone(intent.leaseId())).isTrue();
    assertThat(data.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatRunsIsNotRefused(boolean sandbox) {
    start(sandbox);
    LeaseIntent intent = intent();
    frozen.start(intent, () -> {});
    Path control = JobFolder.of(data.resolve("jobs"), intent.leaseId()).control();
    Patience.until(() -> new AttemptFiles(control).head().isPresent());

    other.forestall(intent.leaseId());

    assertThat(other.observe(intent.leaseId())).isInstanceOf(Observation.Running.class);
    assertThat(other.gone(intent.leaseId())).isFalse();
  }
}
