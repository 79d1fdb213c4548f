package io.keelson.compute.local;

import java.io.IOException;
import java.nio.file.Path;
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

  /** Left to {@code stat}: Java does not tell how many files there may be. */
  static DiskWatch.Weight of(Path folder, long maxBytes) throws IOException {
    String[] fields =
        Commands.run(List.of("stat", "-f", "-c", "%S %b %f %a %c %d", folder.toString()))
            .split(" ", -1);
    long block = Long.parseLong(fields[0]);
    long blocks = Long.parseLong(fields[1]);
    long bytes = (blocks - Long.parseLong(fields[2])) * block;
    long files = Long.parseLong(fields[4]);
    return new DiskWatch.Weight(
        bytes,
        Optional.empty(),
        exhausted(
            blocks, Long.parseLong(fields[3]), files, Long.parseLong(fields[5]), maxBytes / MIB));
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
