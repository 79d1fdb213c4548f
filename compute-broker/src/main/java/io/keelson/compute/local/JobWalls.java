package io.keelson.compute.local;

import io.keelson.compute.BrokerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Whether this machine can keep jobs apart from the platform and from each other. */
public final class JobWalls {
  private JobWalls() {}

  /**
   * Tries the walls below the data folder, which is made if it is missing.
   *
   * @return what is missing, in a sentence; empty when a stranger's code may be run here
   */
  public static Optional<String> objection(Path dataFolder) {
    BrokerConfig config = BrokerConfig.defaults(dataFolder, "127.0.0.1", 1);
    JobFolder probe = JobFolder.of(JobFolder.all(dataFolder), UUID.randomUUID());
    boolean root = IsolationProbe.isRoot();
    probe.create(root ? config.firstUid() : -1);
    try {
      Cgroups cgroups = root ? Cgroups.detect("probe") : Cgroups.none();
      LocalIsolation isolation =
          IsolationProbe.find(probe.job(), config.firstUid(), cgroups).isolation();
      return isolation.full() ? Optional.empty() : Optional.of(isolation.summary());
    } finally {
      probe.delete();
    }
  }
}
