package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process, told apart from a later one with the same id by the moment it started.
 *
 * @param pid the process id
 * @param startTicks field 22 of {@code /proc/<pid>/stat}: clock ticks after boot
 */
public record ProcessIdentity(long pid, long startTicks) {

  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /** Whoever runs under this id now; empty for none and for a zombie, which answers nothing. */
  public static Optional<ProcessIdentity> running(long pid) {
    try {
      return parseStat(pid, Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Reads a line of {@code /proc/<pid>/stat}; the command in it may hold blanks and brackets. */
  static Optional<ProcessIdentity> parseStat(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= START_TICKS || "ZXx".contains(fields[STATE])) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS])));
  }

  /** What a pid file says, {@code <pid> <start ticks>}; empty when it is missing or damaged. */
  public static Optional<ProcessIdentity> recorded(Path pidFile) {
    try {
      String[] words = Files.readString(pidFile).strip().split(" ", -1);
      if (words.length != 2) {
        return Optional.empty();
      }
      return Optional.of(new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])));
    } catch (NoSuchFileException | NumberFormatException absentOrDamaged) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot read the pid file " + pidFile, e);
    }
  }

  /** True while this very process runs; another one that got its id does not count. */
  public boolean isRunning() {
    return running(pid).filter(this::equals).isPresent();
  }

  /**
   * Sends a signal to this process, never to another one that got its id.
   *
   * @param name such as {@code INT}, {@code TERM} or {@code KILL}
   */
  public void signal(String name) {
    if (isRunning()) {
      Commands.run(List.of("sh", "-c", "kill -" + name + " " + pid + " 2>/dev/null || true"));
    }
  }
}
