package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessIdentityTest {

  private static final String STAT =
      "4711 (a (strange) name) S 1 4711 4711 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 1 2";

  @TempDir Path folder;
  private Process child;

  @AfterEach
  void endChild() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  @Test
  void theStartTimeIsReadBehindANameWithBracketsAndBlanks() {
    assertThat(ProcessIdentity.parseStat(4711, STAT)).contains(new ProcessIdentity(4711, 987_654));
  }

  @Test
  void aZombieDoesNotRun() {
    assertThat(ProcessIdentity.parseStat(4711, STAT.replace(") S ", ") Z "))).isEmpty();
  }

  @Test
  void aRecordedProcessThatStillRunsIsFound() throws IOException {
    ProcessIdentity running = startChild();
    Path pidFile = record(running.pid() + " " + running.startTicks() + "\n");

    assertThat(ProcessIdentity.recorded(pidFile)).contains(running);
    assertThat(running.isRunning()).isTrue();
  }

  @Test
  void aLaterProcessWithTheSameIdIsSomebodyElse() throws IOException {
    ProcessIdentity running = startChild();
    ProcessIdentity earlier = new ProcessIdentity(running.pid(), running.startTicks() - 1);

    assertThat(earlier.isRunning()).isFalse();
  }

  @Test
  void aSignalForAnEarlierProcessSparesTheOneThatGotItsId() throws IOException {
    ProcessIdentity running = startChild();

    new ProcessIdentity(running.pid(), running.startTicks() - 1).signal("KILL");

    assertThat(running.isRunning()).isTrue();
  }

  @Test
  void aMissingOrDamagedPidFileNamesNobody() throws IOException {
    assertThat(ProcessIdentity.recorded(folder.resolve("missing"))).isEmpty();
    assertThat(ProcessIdentity.recorded(record(""))).isEmpty();
    assertThat(ProcessIdentity.recorded(record("4711"))).isEmpty();
    assertThat(ProcessIdentity.recorded(record("4711 soon"))).isEmpty();
  }

  private Path record(String content) throws IOException {
    return Files.writeString(folder.resolve("server.pid"), content);
  }

  private ProcessIdentity startChild() throws IOException {
    child = new ProcessBuilder("sleep", "60").start();
    return ProcessIdentity.running(child.pid()).orElseThrow();
  }
}
