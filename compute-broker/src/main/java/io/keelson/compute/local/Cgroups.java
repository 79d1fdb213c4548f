package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The control groups of this machine's jobs, one below {@code keelson/<machine>/} for each, in
 * version 1 (a hierarchy for each controller) or version 2 (one for all). Where version 2 is
 * mounted beside version 1 without controllers, it lends its {@code cgroup.kill}.
 */
final class Cgroups {
  private static final Logger LOG = Logger.getLogger(Cgroups.class);
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids", "cpuacct");
  private static final int CPU_PERIOD_MICROS = 100_000;
  private static final int MIN_CPU_QUOTA_MICROS = 1_000;

  /** Of one processor, in version 1; a group has at least two. */
  private static final int CPU_SHARES = 1_024;

  private static final int MIN_CPU_SHARES = 2;

  /** Of one processor, in version 2; a group has 1 to 10,000. */
  private static final int CPU_WEIGHT = 100;

  private static final int MAX_CPU_WEIGHT = 10_000;

  /** Which kind is in use. */
  enum Kind {
    V1,
    V2,
    NONE
  }

  /**
   * What one job may use.
   *
   * @param cpuMillis thousandths of a processor at most
   * @param requestCpuMillis how many are its own when all want theirs
   */
  record Limits(int cpuMillis, int requestCpuMillis, long memoryBytes, int maxPids) {}

  private final Kind kind;
  private final List<Path> hierarchies;

  private Cgroups(Kind kind, List<Path> hierarchies) {
    this.kind = kind;
    this.hierarchies = hierarchies;
  }

  /** What this machine lets us use. */
  static Cgroups detect(String machine) {
    Path below = Path.of("keelson", machine);
    if (CONTROLLERS.stream().allMatch(name -> Files.isWritable(ROOT.resolve(name)))) {
      List<Path> hierarchies = new ArrayList<>();
      CONTROLLERS.forEach(name -> hierarchies.add(ROOT.resolve(name).resolve(below)));
      Path unified = ROOT.resolve("unified");
      if (Files.isWritable(unified.resolve("cgroup.procs"))) {
        hierarchies.add(unified.resolve(below));
      }
      return tried(new Cgroups(Kind.V1, hierarchies));
    }
    if (Files.isWritable(ROOT.resolve("cgroup.subtree_control"))) {
      return tried(new Cgroups(Kind.V2, List.of(ROOT.resolve(below))));
    }
    return none();
  }

  static Cgroups none() {
    return new Cgroups(Kind.NONE, List.of());
  }

  private static Cgroups tried(Cgroups groups) {
    try {
      for (Path hierarchy : groups.hierarchies) {
        Files.createDirectories(hierarchy);
        if (groups.kind == Kind.V2) {
          for (Path level : List.of(ROOT, hierarchy.getParent(), hierarchy)) {
            Files.writeString(level.resolve("cgroup.subtree_control"), "+memory +cpu +pids");
          }
        }
      }
      return groups;
    } catch (IOException | RuntimeException notAllowed) {
      return none();
    }
  }

  Kind kind() {
    return kind;
  }

  /** The group of that name, whether it exists or not. */
  Group group(String name) {
    return new Group(hierarchies.stream().map(hierarchy -> hierarchy.resolve(name)).toList());
  }

  /** The names of the groups that exist. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Path hierarchy : hierarchies) {
      try (Stream<Path> groups = Files.list(hierarchy)) {
        groups
            .filter(Files::isDirectory)
            .forEach(group -> names.add(group.getFileName().toString()));
      } catch (IOException gone) {
        LOG.debugf("%s cannot be listed: %s", hierarchy, gone.getMessage());
      }
    }
    return names;
  }

  /** Removes the machine's own level, unless there are groups of jobs in it. */
  void removeIfEmpty() {
    for (Path hierarchy : hierarchies) {
      try {
        Files.deleteIfExists(hierarchy);
      } catch (IOException inUse) {
        LOG.debugf("%s stays: %s", hierarchy, inUse.getMessage());
      }
    }
  }

  /** One job's group. */
  final class Group {
    private final List<Path> folders;

    private Group(List<Path> folders) {
      this.folders = folders;
    }

    /** Makes it, with its limits. */
    void create(Limits limits) {
      try {
        for (Path folder : folders) {
          Files.createDirectories(folder);
        }
        if (kind == Kind.V1) {
          limitV1(limits);
        } else if (kind == Kind.V2) {
          limitV2(limits);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the job's control group cannot be made", e);
      }
    }

    private void limitV1(Limits limits) throws IOException {
      Path memory = folders.get(CONTROLLERS.indexOf("memory"));
      Path cpu = folders.get(CONTROLLERS.indexOf("cpu"));
      write(memory.resolve("memory.limit_in_bytes"), limits.memoryBytes());
      Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
      if (Files.exists(withSwap)) {
        write(withSwap, limits.memoryBytes());
      }
      write(cpu.resolve("cpu.cfs_period_us"), CPU_PERIOD_MICROS);
      write(cpu.resolve("cpu.cfs_quota_us"), quotaMicros(limits.cpuMillis()));
      long shares = (long) limits.requestCpuMillis() * CPU_SHARES / 1_000;
      write(cpu.resolve("cpu.shares"), Math.max(MIN_CPU_SHARES, shares));
      write(folders.get(CONTROLLERS.indexOf("pids")).resolve("pids.max"), limits.maxPids());
    }

    private void limitV2(Limits limits) throws IOException {
      Path folder = folders.getFirst();
      write(folder.resolve("memory.max"), limits.memoryBytes());
      Path swap = folder.resolve("memory.swap.max");
      if (Files.exists(swap)) {
        write(swap, 0);
      }
      Files.writeString(
          folder.resolve("cpu.max"), quotaMicros(limits.cpuMillis()) + " " + CPU_PERIOD_MICROS);
      long weight = (long) limits.requestCpuMillis() * CPU_WEIGHT / 1_000;
      write(folder.resolve("cpu.weight"), Math.clamp(weight, 1, MAX_CPU_WEIGHT));
      write(folder.resolve("pids.max"), limits.maxPids());
    }

    private static long quotaMicros(int cpuMillis) {
      return Math.max(MIN_CPU_QUOTA_MICROS, (long) cpuMillis * CPU_PERIOD_MICROS / 1_000);
    }

    private static void write(Path file, long value) throws IOException {
      Files.writeString(file, Long.toString(value));
    }

    /** The files by which a process joins it. */
    List<Path> procsFiles() {
      return folders.stream().map(folder -> folder.resolve("cgroup.procs")).toList();
    }

    /** What ends all of it at once, or else its list of processes. */
    Optional<Path> endFile() {
      if (folders.isEmpty()) {
        return Optional.empty();
      }
      Path killFile = folders.getLast().resolve("cgroup.kill");
      return Optional.of(
          Files.exists(killFile) ? killFile : folders.getFirst().resolve("cgroup.procs"));
    }

    /** The file with the line {@code oom_kill <count>}. */
    Optional<Path> oomFile() {
      return switch (kind) {
        case V1 -> Optional.of(folders.getFirst().resolve("memory.oom_control"));
        case V2 -> Optional.of(folders.getFirst().resolve("memory.events"));
        case NONE -> Optional.empty();
      };
    }

    /** The processes in it, in whichever hierarchy. */
    Set<Long> pids() {
      Set<Long> pids = new LinkedHashSet<>();
      for (Path file : procsFiles()) {
        try {
          Files.readAllLines(file).forEach(line -> pids.add(Long.parseLong(line)));
        } catch (IOException gone) {
          LOG.debugf("%s cannot be read: %s", file, gone.getMessage());
        }
      }
      pids.remove(0L); // a process of another process namespace
      return pids;
    }

    /** Ends every process in it; none can be added by forking meanwhile. */
    void kill() {
      Optional<Path> end = endFile();
      if (end.isPresent() && end.get().endsWith("cgroup.kill") && Files.exists(end.get())) {
        try {
          Files.writeString(end.get(), "1");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** Removes it; false while there are processes in it. */
    boolean remove() {
      boolean removed = true;
      for (Path folder : folders) {
        try {
          Files.deleteIfExists(folder);
        } catch (IOException busy) {
          removed = false;
        }
      }
      return removed;
    }
  }
}
