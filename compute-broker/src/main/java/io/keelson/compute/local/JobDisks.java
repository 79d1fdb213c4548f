package io.keelson.compute.local;

import io.keelson.compute.BrokerSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * File systems of jobs' own, each an ext4 in a sparse file of the job's folder, on a loop device
 * that goes with its last mount. A job that fills its own meets its end there, and nobody else
 * does. It has no journal: it lives no longer than its job.
 */
final class JobDisks {
  private static final Logger LOG = Logger.getLogger(JobDisks.class);
  private static final long TRIAL_BYTES = 16L << 20;

  /** The system wants some bytes of its own for each. */
  private static final int BYTES_OF_A_FILE = 4_096;

  private final Path jobs;
  private final boolean on;
  private final long bytes;
  private final int files;

  private JobDisks(Path jobs, boolean on, long bytes, int files) {
    this.jobs = jobs;
    this.on = on;
    this.bytes = bytes;
    this.files = files;
  }

  /** Where they are wished for it is tried whether the machine can; where not, that is told. */
  static JobDisks find(Path jobs, BrokerSettings settings) {
    return new JobDisks(
        jobs,
        settings.ownFileSystems() && canMount(jobs),
        settings.maxDiskBytes(),
        DiskUse.MAX_FILES);
  }

  private static boolean canMount(Path jobs) {
    JobFolder trial = JobFolder.of(jobs, UUID.randomUUID());
    JobDisks disks = new JobDisks(jobs, true, TRIAL_BYTES, (int) (TRIAL_BYTES / BYTES_OF_A_FILE));
    try {
      Files.createDirectory(trial.root());
      disks.mount(trial, -1);
      LOG.info("each job has a file system of its own");
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.warnf(
          "keelson.broker.disk.own-file-systems: jobs have none of their own on this machine, and it is looked what"
              + " they hold instead: %s (expected: root, mkfs.ext4, and loop devices that can be mounted)",
          e.getMessage());
      return false;
    } finally {
      disks.remove(trial);
    }
  }

  /**
   * Where the job's own folders are to lie: in its folder, or in the file system that is mounted
   * there now.
   */
  Path ground(JobFolder folder, int uid) throws IOException {
    if (on) {
      mount(folder, uid);
    }
    return on ? folder.disk() : folder.root();
  }

  private void mount(JobFolder folder, int uid) throws IOException {
    Path image = folder.diskImage();
    Files.createFile(
        image, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    long count = Math.clamp(bytes / BYTES_OF_A_FILE, 1, files);
    Commands.run(
        List.of(
            "mkfs.ext4",
            "-q",
            "-F",
            "-m",
            "0",
            "-O",
            "^has_journal",
            "-N",
            Long.toString(count),
            "-E",
            "lazy_itable_init=1,nodiscard",
            image.toString()));
    Files.createDirectory(folder.disk());
    mount(folder);
    Files.delete(folder.disk().resolve("lost+found"));
    JobFolder.give(folder.disk(), uid, false);
    Files.setPosixFilePermissions(folder.disk(), PosixFilePermissions.fromString("rwx--x---"));
  }

  /**
   * The tables of the image are holes, which read as the zeros that the system would write. What
   * the job removes becomes holes again, so that the image does not stay as large as it once was.
   */
  private static void mount(JobFolder folder) throws IOException {
    Commands.run(
        List.of(
            "mount",
            "-t",
            "ext4",
            "-o",
            "loop,nosuid,nodev,noinit_itable,discard",
            folder.diskImage().toString(),
            folder.disk().toString()));
  }

  /**
   * Mounts it again where it is not any more: after the machine was started anew, or in the view of
   * a process that does not share the mounts of the one before it. A file has one loop device.
   */
  void attach(JobFolder folder) throws IOException {
    if (folder.hasOwnDisk() && !isMounted(folder)) {
      mount(folder);
    }
  }

  /**
   * Until all that the job wrote lies in its image. A job that did not ask for that does not hear
   * of the machine's disk being full, and what was lost would be read as zeros.
   */
  void settle(JobFolder folder) throws IOException {
    if (folder.hasOwnDisk()) {
      Commands.run(List.of("sync", "-f", folder.disk().toString()));
    }
  }

  private boolean isMounted(JobFolder folder) {
    return Mounts.below(jobs).contains(folder.name());
  }

  /** Removes the folder of a job that is gone, and before that its file system. */
  void remove(JobFolder folder) {
    try {
      while (isMounted(folder)) {
        unmount(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the job's file system cannot be unmounted", e);
    }
    folder.delete();
  }

  private static void unmount(JobFolder folder) throws IOException {
    try {
      Commands.run(List.of("umount", folder.disk().toString()));
    } catch (IOException busy) {
      LOG.warnf("%s goes when nobody uses it any more: %s", folder.disk(), busy.getMessage());
      Commands.run(List.of("umount", "--lazy", folder.disk().toString()));
    }
  }
}
