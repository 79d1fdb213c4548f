package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.job.LogLine;
import io.keelson.compute.provider.LeaseIntent;
import io.keelson.compute.provider.Observation;
import io.keelson.compute.provider.Outputs;
import io.keelson.compute.provider.ProvisioningFailed;
import io.keelson.tenancy.embedded.ProcessIdentity;
import io.keelson.tenancy.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Machines that have no control groups, no sandbox or neither still run jobs, keep their word and
 * end all of them.
 */
final class WeakerWallsTest {
  private Path data;
  private LocalProvider provider;

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createTempDirectory(Path.of("/tmp"), "kw-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void end() throws IOException {
    if (provider != null) {
      provider.sweep(java.util.Set::of);
      provider.close();
    }
    new JobFolder(data).delete();
  }

  private LocalProvider without(boolean account, boolean sandbox) {
    return without(account, sandbox, true);
  }

  private LocalProvider without(boolean account, boolean sandbox, boolean jobsAllTheSame) {
    provider = WeakMachine.provider(data, account, sandbox, jobsAllTheSame);
    return provider;
  }

  private Observation.Ended ended(UUID leaseId) {
    Patience.until(() -> provider.observe(leaseId) instanceof Observation.Ended);
    return (Observation.Ended) provider.observe(leaseId);
  }

  private String said(UUID leaseId) {
    try {
      return Files.readString(provider.stream(leaseId, LogLine.Stream.OUT));
    } catch (IOException notYet) {
      return "";
    }
  }

  private void assertRunsAndEndsAll() {
    LeaseIntent quick =
        WeakMachine.intent(
            "cat $KEELSON_PARAMETERS; echo $KEELSON_TENANT > $KEELSON_OUTPUTS/tenant; exit 3");
    start(quick);
    start(quick);
    assertThat(ended(quick.leaseId()).exitCode()).isEqualTo(3);
    assertThat(said(quick.leaseId())).isEqualTo("{}");
    assertThat(provider.outputs(quick.leaseId(), 0).files())
        .extracting(file -> file.path())
        .containsExactly("tenant");

    LeaseIntent stubborn =
        WeakMachine.intent("trap '' TERM; (trap '' TERM; sleep 1000) & echo up; sleep 1000");
    start(stubborn);
    Patience.until(() -> said(stubborn.leaseId()).equals("up\n"));
    provider.interrupt(stubborn.leaseId());
    assertThat(provider.gone(stubborn.leaseId())).isFalse();
    List<Long> pids =
        Descendants.of(head(stubborn.leaseId())).stream().map(ProcessHandle::pid).toList();
    assertThat(pids).hasSizeGreaterThan(2);
    Patience.until(
        () -> {
          provider.terminate(stubborn.leaseId());
          return provider.gone(stubborn.leaseId());
        });
    Patience.until(() -> pids.stream().allMatch(pid -> ProcessIdentity.running(pid).isEmpty()));
    assertKeepsItsLimit();
  }

  /** With nobody to look after it. */
  private void assertKeepsItsLimit() {
    LeaseIntent polite =
        WeakMachine.intent(
            "trap 'echo told; exit 3' TERM; while :; do sleep 0.05; done",
            Map.of(),
            Duration.ofSeconds(1));
    LeaseIntent deaf =
        WeakMachine.intent(
            "trap '' TERM; (trap '' TERM; sleep 1000) & sleep 1000",
            Map.of(),
            Duration.ofSeconds(1));
    start(polite);
    start(deaf);

    assertThat(ended(polite.leaseId()).exitCode()).isEqualTo(3);
    assertThat(said(polite.leaseId())).isEqualTo("told\n");
    assertThat(ended(polite.leaseId()).ran()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(ended(deaf.leaseId()).exitCode()).isEqualTo(137);
    assertThat(ended(deaf.leaseId()).ran()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  private ProcessIdentity head(UUID leaseId) {
    AttemptFiles files = new AttemptFiles(JobFolder.of(data.resolve("jobs"), leaseId).control());
    Patience.until(() -> files.head().isPresent());
    return files.head().orElseThrow();
  }

  private void start(LeaseIntent intent) {
    provider.start(intent, () -> {});
  }

  @Test
  void aSandboxWithoutControlGroups() {
    without(IsolationProbe.isRoot(), true);
    assertRunsAndEndsAll();
  }

  @Test
  void anAccountWithoutSandbox() {
    Assumptions.assumeTrue(IsolationProbe.isRoot());
    without(true, false);
    assertRunsAndEndsAll();
  }

  @Test
  void nothingAtAll() {
    without(false, false);
    assertRunsAndEndsAll();
  }

  @Test
  void nothingOfAFrozenAttemptIsLeft() throws Exception {
    without(IsolationProbe.isRoot(), true);
    LeaseIntent frozen = WeakMachine.intent("sleep 1000 & echo up; sleep 1000");
    start(frozen);
    Patience.until(() -> said(frozen.leaseId()).equals("up\n"));
    JobFolder folder = JobFolder.of(data.resolve("jobs"), frozen.leaseId());
    long wrapper = new AttemptFiles(folder.control()).wrapper().orElseThrow().identity().pid();
    List<ProcessIdentity> all = withDescendants(wrapper);
    assertThat(all).hasSizeGreaterThan(6);
    all.forEach(process -> process.signal("STOP"));
    AttemptProcesses processes = new AttemptProcesses(Cgroups.none(), true, new Tombstones(data));
    Duration longAgo = AttemptProcesses.WRAPPER_PATIENCE.plusSeconds(1);

    Patience.until(
        () -> {
          processes.terminate(folder, longAgo);
          return processes.gone(folder);
        });

    // Without control groups the kernel ends what the sandbox held a moment after the sandbox.
    Patience.until(() -> all.stream().noneMatch(ProcessIdentity::isRunning));
  }

  @Test
  void whatAWrapperThatWasKilledLeftIsEndedAndWaitedFor() {
    without(IsolationProbe.isRoot(), true);
    LeaseIntent orphaned = WeakMachine.intent("echo up; sleep 1000");
    start(orphaned);
    Patience.until(() -> said(orphaned.leaseId()).equals("up\n"));
    JobFolder folder = JobFolder.of(data.resolve("jobs"), orphaned.leaseId());
    ProcessIdentity wrapper = new AttemptFiles(folder.control()).wrapper().orElseThrow().identity();
    List<ProcessIdentity> all = withDescendants(wrapper.pid());
    all.forEach(process -> process.signal("STOP"));
    wrapper.signal("KILL");
    Patience.until(() -> !wrapper.isRunning());

    assertThat(provider.gone(orphaned.leaseId())).isFalse();
    Patience.until(
        () -> {
          provider.terminate(orphaned.leaseId());
          return provider.gone(orphaned.leaseId());
        });

    assertThat(all).noneMatch(ProcessIdentity::isRunning);
  }

  private static List<ProcessIdentity> withDescendants(long pid) {
    ProcessHandle head = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(head), head.descendants())
        .flatMap(process -> ProcessIdentity.running(process.pid()).stream())
        .toList();
  }

  @Test
  void whatAJobOfOurOwnAccountHasClosedIsKeptAndRemovedAllTheSame() throws IOException {
    without(false, false);
    LeaseIntent closing =
        WeakMachine.intent(
            """
            cd $KEELSON_OUTPUTS && mkdir in && echo x > in/kept
            chmod 000 in/kept in $KEELSON_OUTPUTS $(dirname $KEELSON_OUTPUTS)
            """);
    start(closing);
    assertThat(ended(closing.leaseId()).exitCode()).isZero();

    Outputs found = provider.outputs(closing.leaseId(), 0);

    assertThat(found.refusal()).isNull();
    assertThat(found.files()).hasSize(1);
    assertThat(Files.getPosixFilePermissions(found.files().getFirst().location()))
        .contains(PosixFilePermission.OWNER_READ);
    provider.forget(closing.leaseId());
    assertThat(JobFolder.of(data.resolve("jobs"), closing.leaseId()).exists()).isFalse();
  }

  @Test
  void memoryIsBoundedForEachProcessWhereThereAreNoControlGroups() {
    without(false, false);
    LeaseIntent greedy =
        WeakMachine.intent("/usr/bin/python3 -c 'x = bytearray(400 << 20)' || echo refused");
    start(greedy);

    ended(greedy.leaseId());

    assertThat(said(greedy.leaseId())).isEqualTo("refused\n");
  }

  @Test
  void aLibraryThatAJobNamesIsLoadedUnderItsOwnAccountOnly() throws Exception {
    Assumptions.assumeTrue(IsolationProbe.isRoot());
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler");
    without(true, false);
    Path library = Files.createDirectory(data.resolve("evil")).resolve("evil.so");
    Path seized = data.resolve("seized");
    compile(
        library,
        """
        #include <stdio.h>
        #include <unistd.h>
        __attribute__((constructor)) static void load(void) {
          if (geteuid() == 0) {
            FILE *mark = fopen("%s", "w");
            if (mark) fclose(mark);
          } else {
            dprintf(1, "loaded\\n");
          }
        }
        """
            .formatted(seized));

    LeaseIntent hostile = WeakMachine.intent("exit 4", Map.of("LD_PRELOAD", library.toString()));
    start(hostile);

    assertThat(ended(hostile.leaseId()).exitCode()).isEqualTo(4);
    assertThat(said(hostile.leaseId())).startsWith("loaded\n");
    assertThat(seized).doesNotExist();
  }

  private static void compile(Path library, String source) throws Exception {
    Path file = Files.writeString(library.resolveSibling("evil.c"), source);
    Process cc =
        new ProcessBuilder("/usr/bin/cc", "-shared", "-fPIC", "-o", "" + library, "" + file)
            .inheritIO()
            .start();
    assertThat(cc.waitFor()).isZero();
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        library.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void noVariableOfAJobReachesTheWrapper() throws IOException {
    without(IsolationProbe.isRoot(), false);
    Path startFile =
        Files.writeString(data.resolve("start"), "echo \"start file: $(id -u)\" >&2\n");
    Map<String, String> variables =
        Map.of(
            "LD_PRELOAD", "/nowhere/evil.so",
            "ENV", startFile.toString(),
            "BASH_ENV", startFile.toString(),
            "PATH", data + ":/usr/bin:/bin",
            "IFS", "/",
            "control", "/nowhere",
            "QUOTED", "it's $HOME `id` \\ \"so\"\nand a line\n");
    LeaseIntent hostile = WeakMachine.intent("printf '%s' \"$QUOTED\"; exit 4", variables);

    start(hostile);

    assertThat(ended(hostile.leaseId()).exitCode()).isEqualTo(4);
    assertThat(said(hostile.leaseId())).isEqualTo(variables.get("QUOTED"));
    AttemptFiles files =
        new AttemptFiles(JobFolder.of(data.resolve("jobs"), hostile.leaseId()).control());
    assertThat(files.control().resolve("wrapper.log")).isEmptyFile();
  }

  @Test
  void aJobStartsInItsFolderWithNothingOfThePlatformsOpen() {
    without(IsolationProbe.isRoot(), false);
    LeaseIntent curious = WeakMachine.intent("pwd -P; ls /proc/self/fd | tr '\\n' ' '; env | sort");

    start(curious);

    ended(curious.leaseId());
    String said = said(curious.leaseId());
    assertThat(said).startsWith(JobFolder.of(data.resolve("jobs"), curious.leaseId()).job() + "\n");
    assertThat(said).contains("KEELSON_TOKEN=ksj_token").doesNotContain("9 ");
  }

  @Test
  void aVariableThatShellsKeepIsRefusedByItsName() {
    without(false, false);

    assertThatThrownBy(() -> start(WeakMachine.intent("true", Map.of("OPTIND", "x"))))
        .isInstanceOf(ProvisioningFailed.class)
        .hasMessageContaining("OPTIND");
  }

  @Test
  void aDiskThatTakesNothingMakesAJobWaitAndLeavesNothingOfTheTry() throws IOException {
    without(false, false);
    LeaseIntent intent = WeakMachine.intent("exit 3");
    Files.delete(data.resolve("jobs"));
    assertThatThrownBy(() -> start(intent)).isInstanceOf(Unavailable.class);
    Files.createDirectory(data.resolve("jobs"));

    start(intent);

    assertThat(ended(intent.leaseId()).exitCode()).isEqualTo(3);
  }

  @Test
  void startedByRootItRefusesJobsWithoutASandboxUnlessASettingSaysOtherwise() {
    Assumptions.assumeTrue(IsolationProbe.isRoot());
    without(true, false, false);

    assertThatThrownBy(() -> start(WeakMachine.intent("true")))
        .isInstanceOf(ProvisioningFailed.class)
        .hasMessage(
            "jobs are refused on this machine: the platform was started by root and no sandbox: for a test"
                + " (expected: bubblewrap 0.8 or later, or keelson.broker.jobs-without-sandbox=true)");
    assertThat(data.resolve("jobs")).isEmptyDirectory();
  }
}
