package io.keelson.compute.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The processes of an attempt: its wrapper, its head and all that these started. */
final class AttemptProcesses {
  /** How long a wrapper is given to write down how its job ended. */
  static final Duration WRAPPER_PATIENCE = Duration.ofSeconds(15);

  private final Cgroups cgroups;
  private final boolean sandboxed;
  private final Tombstones tombstones;

  AttemptProcesses(Cgroups cgroups, boolean sandboxed, Tombstones tombstones) {
    this.cgroups = cgroups;
    this.sandboxed = sandboxed;
    this.tombstones = tombstones;
  }

  /** Makes sure that none of them starts, unless one has. */
  void forestall(JobFolder folder) {
    tombstones.put(folder.name());
    new AttemptFiles(folder.control()).forestall();
  }

  /** Asks them to end (SIGTERM). */
  void interrupt(JobFolder folder) {
    Optional<Long> head = new AttemptFiles(folder.control()).head().map(identity -> identity.pid());
    for (ProcessHandle process : running(folder)) {
      // The sandbox's own head would die of it and leave the others without their time to end.
      if (!sandboxed || !head.equals(Optional.of(process.pid()))) {
        process.destroy();
      }
    }
  }

  /**
   * Ends them (SIGKILL); to be called until they are {@link #gone}.
   *
   * @param since how long ago this was first asked for: a wrapper that has not left {@link
   *     #WRAPPER_PATIENCE} later is ended as well, with those that gather what the job says; these
   *     are ended at once where their wrapper is gone
   */
  void terminate(JobFolder folder, Duration since) {
    AttemptFiles files = new AttemptFiles(folder.control());
    forestall(folder);
    cgroups.group(folder.name()).kill();
    running(folder).forEach(ProcessHandle::destroyForcibly);
    files
        .head()
        .filter(head -> head.isRunning())
        .flatMap(head -> ProcessHandle.of(head.pid()))
        .ifPresent(ProcessHandle::destroyForcibly);
    if (!wrapperRuns(files) || since.compareTo(WRAPPER_PATIENCE) > 0) {
      WrapperSession.of(files).forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static boolean wrapperRuns(AttemptFiles files) {
    return files.wrapper().filter(AttemptFiles.Wrapper::isRunning).isPresent();
  }

  /** False while one of them runs or may still be started. */
  boolean gone(JobFolder folder) {
    AttemptFiles files = new AttemptFiles(folder.control());
    if (folder.exists() && !files.claimed() && !tombstones.has(folder.name())) {
      return false;
    }
    boolean headRuns = files.head().filter(head -> head.isRunning()).isPresent();
    return !headRuns
        && !wrapperRuns(files)
        && running(folder).isEmpty()
        && WrapperSession.of(files).isEmpty();
  }

  /** The job's own, without the wrapper. */
  Set<Long> pids(JobFolder folder) {
    return running(folder).stream().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private List<ProcessHandle> running(JobFolder folder) {
    List<ProcessHandle> found = new ArrayList<>();
    cgroups.group(folder.name()).pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(found::add));
    if (cgroups.kind() == Cgroups.Kind.NONE) {
      new AttemptFiles(folder.control())
          .head()
          .ifPresent(head -> found.addAll(Descendants.of(head)));
    }
    return found;
  }
}
