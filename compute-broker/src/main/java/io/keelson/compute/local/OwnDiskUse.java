package io.keelson.compute.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a job holds on a file system of its own, as that says itself: also of files that are removed
 * and open, and however deep they lie.
 */
final class OwnDiskUse {
  private static final long MIB = 1L << 20;

  /** A write that does not fit leaves a little. */
  private static final int FULL_SHARE = 64;

  private OwnDiskUse() {}

  /**
   * What its file system has given out may be far more than what its image takes of the machine's
   * disk, as where room was reserved and nothing written. Left to {@code stat}: Java tells neither
   * that nor how many files there may be.
   */
  static DiskWatch.Weight of(JobFolder folder, long maxBytes) throws IOException {
    String[] fields =
        Commands.run(List.of("stat", "-f", "-c", "%b %a %c %d", folder.disk().toString()))
            .split(" ", -1);
    long blocks = Long.parseLong(fields[0]);
    String[] taken =
        Commands.run(List.of("stat", "-c", "%b %B", folder.diskImage().toString())).split(" ", -1);
    long bytes = Long.parseLong(taken[0]) * Long.parseLong(taken[1]);
    long files = Long.parseLong(fields[2]);
    return new DiskWatch.Weight(
        bytes,
        Optional.empty(),
        exhausted(
            blocks, Long.parseLong(fields[1]), files, Long.parseLong(fields[3]), maxBytes / MIB));
  }

  private static Optional<String> exhausted(
      long blocks, long blocksLeft, long files, long filesLeft, long mibs) {
    if (blocksLeft <= blocks / FULL_SHARE) {
      return Optional.of("its disk was full: limit " + mibs + " MiB");
    }
    return filesLeft <= files / FULL_SHARE
        ? Optional.of("its disk was full: limit " + files + " files")
        : Optional.empty();
  }
}
