package io.keelson.compute.scheduler;

/**
 * What a machine keeps of its disk for each job that it takes, in bytes: no more than a job may
 * hold there.
 */
record DiskShares(long taskBytes, long replicaBytes) {
  private static final long TASK_BYTES = 512L << 20;
  private static final long REPLICA_BYTES = 64L << 20;

  /** Where a job may hold so much: one may write more than is kept, as long as there is more. */
  static DiskShares of(long maxDiskBytes) {
    return new DiskShares(
        Math.min(maxDiskBytes, TASK_BYTES), Math.min(maxDiskBytes, REPLICA_BYTES));
  }

  long largest() {
    return Math.max(taskBytes, replicaBytes);
  }
}
