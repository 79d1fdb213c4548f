package io.keelson.compute.local;

import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The wrapper of an attempt and the processes that gather what the job says. They are in no control
 * group, and the latter outlive a wrapper that was killed. They are told by their session, which
 * has the wrapper's id and is left by nobody but the job, and by the folder they work in, since
 * once all of them are gone that id may be another process's.
 */
final class WrapperSession {
  private static final int SESSION = 3;

  private WrapperSession() {}

  /** Those that run; zombies do not. */
  static List<ProcessHandle> of(AttemptFiles files) {
    return files
        .wrapper()
        .filter(AttemptFiles.Wrapper::isOfThisBoot)
        .map(wrapper -> in(wrapper.identity().pid(), files.control()))
        .orElse(List.of());
  }

  private static List<ProcessHandle> in(long session, Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> session(process.pid()) == session && worksIn(folder, process.pid()))
        .filter(process -> ProcessIdentity.running(process.pid()).isPresent())
        .toList();
  }

  /** Field 6 of {@code /proc/<pid>/stat}; -1 when the process is gone. */
  private static long session(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", SESSION + 2);
      return Long.parseLong(fields[SESSION]);
    } catch (IOException gone) {
      return -1;
    }
  }

  private static boolean worksIn(Path folder, long pid) {
    try {
      return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), folder);
    } catch (IOException gone) {
      return false;
    }
  }
}
