package io.keelson.compute.scheduler;

import io.keelson.compute.BrokerSettings;

/**
 * What a machine keeps of its disk for each job that it takes, in bytes: no more than a job may
 * hold there.
 */
record DiskShares(long taskBytes, long replicaBytes) {
  static DiskShares of(BrokerSettings settings) {
    long most = settings.maxDiskBytes();
    return new DiskShares(
        Math.min(most, settings.disk().taskBytes()),
        Math.min(most, settings.disk().replicaBytes()));
  }

  long largest() {
    return Math.max(taskBytes, replicaBytes);
  }
}
