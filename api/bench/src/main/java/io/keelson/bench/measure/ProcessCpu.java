package io.keelson.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Processor time from {@code /proc}, in microseconds, to the hundredth of a second. */
public final class ProcessCpu {
  // Linux shows user space 100 ticks a second on every architecture we run on.
  private static final long TICK_US = 10_000;

  private ProcessCpu() {}

  private record Stat(long pid, long parent, long ownTicks, long reapedTicks) {}

  /** What the process itself has used. */
  public static long ofProcess(long pid) throws IOException {
    return read(Path.of("/proc/" + pid)).ownTicks * TICK_US;
  }

  /** What the process and its children have used, those included that have ended meanwhile. */
  public static long ofTree(long root) throws IOException {
    Map<Long, List<Stat>> byParent = new HashMap<>();
    Stat rootStat = read(Path.of("/proc/" + root));
    for (Stat stat : all()) {
      byParent.computeIfAbsent(stat.parent, parent -> new ArrayList<>()).add(stat);
    }
    return sum(rootStat, byParent) * TICK_US;
  }

  private static long sum(Stat stat, Map<Long, List<Stat>> byParent) {
    long ticks = stat.ownTicks + stat.reapedTicks;
    for (Stat child : byParent.getOrDefault(stat.pid, List.of())) {
      ticks += sum(child, byParent);
    }
    return ticks;
  }

  private static List<Stat> all() throws IOException {
    List<Stat> stats = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (entry.getFileName().toString().chars().allMatch(Character::isDigit)) {
          try {
            stats.add(read(entry));
          } catch (IOException hasEnded) {
            // A process that ended while we looked is counted by its parent.
          }
        }
      }
    }
    return stats;
  }

  /** Fields of proc_pid_stat(5), counted after the command's name, which may hold spaces. */
  private static Stat read(Path proc) throws IOException {
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new Stat(
        Long.parseLong(proc.getFileName().toString()),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
        Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
  }
}
