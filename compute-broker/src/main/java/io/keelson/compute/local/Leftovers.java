package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What attempts leave behind on this machine: folders, mounts and control groups. */
final class Leftovers {
  private static final Logger LOG = Logger.getLogger(Leftovers.class);
  private static final Duration GROUP_PATIENCE = Duration.ofSeconds(2);
  private static final long POLL_MS = 10;

  private final Path jobs;
  private final Cgroups cgroups;
  private final AttemptProcesses processes;
  private final JobDisks disks;
  private Set<JobFolder> suspects = Set.of();

  Leftovers(Path jobs, Cgroups cgroups, AttemptProcesses processes, JobDisks disks) {
    this.jobs = jobs;
    this.cgroups = cgroups;
    this.processes = processes;
    this.disks = disks;
  }

  /** The system may need a moment to notice that a group's last process is gone. */
  void remove(JobFolder folder) {
    Duration until = BootClock.now().plus(GROUP_PATIENCE);
    while (!cgroups.group(folder.name()).remove() && BootClock.now().compareTo(until) < 0) {
      pause();
    }
    disks.remove(folder);
  }

  /**
   * Ends and removes what belongs to no lease.
   *
   * @param leases asked for after the machine was looked at: what is then found to be of no lease
   *     has none, since a lease is written down before anything is made for it
   */
  void sweep(Supplier<Set<UUID>> leases) {
    ofNoLease(leases).forEach(this::endAndRemove);
  }

  /** {@link #sweep Sweeps} what belonged to no lease the last time either. */
  synchronized void sweepAgain(Supplier<Set<UUID>> leases) {
    Set<JobFolder> found = ofNoLease(leases);
    found.stream().filter(suspects::contains).forEach(this::endAndRemove);
    suspects = found;
  }

  private Set<JobFolder> ofNoLease(Supplier<Set<UUID>> leases) {
    Set<JobFolder> found = found();
    Set<String> known = leases.get().stream().map(JobFolder::name).collect(Collectors.toSet());
    found.removeIf(folder -> known.contains(folder.name()));
    return found;
  }

  private void endAndRemove(JobFolder folder) {
    LOG.warnf("%s belongs to no lease: it is ended and removed", folder.root());
    try {
      end(folder);
    } catch (RuntimeException e) {
      LOG.warnf("%s stays: %s", folder.root(), e.getMessage());
    }
  }

  private Set<JobFolder> found() {
    Set<JobFolder> found = new LinkedHashSet<>();
    try (Stream<Path> folders = Files.list(jobs)) {
      folders.filter(Files::isDirectory).map(JobFolder::new).forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Mounts.below(jobs).stream().map(jobs::resolve).map(JobFolder::new).forEach(found::add);
    cgroups.names().stream().map(jobs::resolve).map(JobFolder::new).forEach(found::add);
    return found;
  }

  private void end(JobFolder folder) {
    Duration begun = BootClock.now();
    Duration since = Duration.ZERO;
    Duration patience = AttemptProcesses.WRAPPER_PATIENCE.multipliedBy(2);
    do {
      processes.terminate(folder, since);
      pause();
      since = BootClock.now().minus(begun);
    } while (!processes.gone(folder) && since.compareTo(patience) < 0);
    if (processes.gone(folder)) {
      remove(folder);
    }
  }

  /** Until it is worth looking again. */
  static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
