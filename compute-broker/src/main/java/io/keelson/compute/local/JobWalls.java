package io.keelson.compute.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Whether this machine can keep jobs apart from the platform and from each other. */
public final class JobWalls {
  private JobWalls() {}

  /**
   * Tries the walls below the data folder, which is made if it is missing.
   *
   * @param uid the account of a job, where root asks
   * @return what is missing, in a sentence; empty when a stranger's code may be run here
   */
  public static Optional<String> objection(Path dataFolder, int uid) {
    JobFolder probe = JobFolder.of(JobFolder.all(dataFolder), UUID.randomUUID());
    boolean root = IsolationProbe.isRoot();
    probe.create(root ? uid : -1);
    try {
      Cgroups cgroups = root ? Cgroups.detect("probe") : Cgroups.none();
      LocalIsolation isolation = IsolationProbe.find(probe.job(), uid, cgroups).isolation();
      return isolation.full() ? Optional.empty() : Optional.of(isolation.summary());
    } finally {
      probe.delete();
    }
  }
}
