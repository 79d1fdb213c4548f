package io.keelson.compute.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * Where an attempt lies on disk. Only {@code job/} belongs to the job; all else is the platform's,
 * and what the job needs of it is read-only. Names are short, because a socket's path must stay
 * below 108 bytes.
 *
 * @param root {@code <data>/jobs/<13 characters>}
 */
record JobFolder(Path root) {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int NAME_CHARACTERS = 13;
  private static final int MAX_COMPLAINT_BYTES = 1_000;
  static final String DISK = "disk";
  static final int MAX_SOCKET_PATH_BYTES = 107;

  static JobFolder of(Path jobs, UUID leaseId) {
    return new JobFolder(jobs.resolve(name(leaseId)));
  }

  /** The random half of the lease's id, in Crockford's base 32. */
  static String name(UUID leaseId) {
    char[] name = new char[NAME_CHARACTERS];
    long bits = leaseId.getLeastSignificantBits();
    for (int i = NAME_CHARACTERS - 1; i >= 0; i--) {
      name[i] = ALPHABET[(int) (bits & 31)];
      bits >>>= 5;
    }
    return new String(name);
  }

  String name() {
    return root.getFileName().toString();
  }

  Path job() {
    return root.resolve("job");
  }

  /** Where a file system of the job's own is mounted; then {@link #job} leads into it. */
  Path disk() {
    return root.resolve(DISK);
  }

  /** The file that it is made of. */
  Path diskImage() {
    return root.resolve("disk.img");
  }

  boolean hasOwnDisk() {
    return Files.isRegularFile(diskImage(), LinkOption.NOFOLLOW_LINKS);
  }

  Path outputs() {
    return job().resolve("outputs");
  }

  Path inputs() {
    return root.resolve("inputs");
  }

  Path control() {
    return root.resolve("control");
  }

  Path apiSocket() {
    return root.resolve("door").resolve("api.sock");
  }

  /** A second name of the service's socket, where the job cannot put another one in its place. */
  Path serviceSocket() {
    return root.resolve("s").resolve("replica.sock");
  }

  boolean exists() {
    return Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where a job's own folders lie, with the service's socket, which has a second name there. */
  interface Ground {
    Path of(JobFolder folder, int uid) throws IOException;
  }

  /** Makes its folders, on the file system that it lies on. */
  void create(int uid) {
    create(uid, (folder, account) -> folder.root());
  }

  /**
   * Makes its folders.
   *
   * @param uid the job's account, or -1 for our own
   */
  void create(int uid, Ground ground) {
    for (Path socket : new Path[] {apiSocket(), serviceSocket()}) {
      int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_SOCKET_PATH_BYTES) {
        throw new IllegalStateException(
            socket
                + ": "
                + bytes
                + " bytes (expected: <= "
                + MAX_SOCKET_PATH_BYTES
                + "; choose a shorter data folder)");
      }
    }
    try {
      folder(root, "rwx--x---", uid, false);
      folder(control(), "rwx------", -1, false);
      folder(root.resolve("door"), "rwxr-x---", uid, false);
      folder(inputs(), "rwxr-x---", uid, false);
      Path own = ground.of(this, uid);
      folder(own.resolve("s"), "rwx------", -1, false);
      folder(own.resolve("job"), "rwx------", uid, true);
      if (!own.equals(root)) {
        for (String name : new String[] {"job", "s"}) {
          Files.createSymbolicLink(root.resolve(name), root.relativize(own).resolve(name));
        }
      }
      folder(job().resolve("inputs"), "rwx------", uid, true);
      folder(job().resolve("tmp"), "rwx------", uid, true);
      folder(outputs(), "rwx------", uid, true);
    } catch (IOException e) {
      throw new UncheckedIOException("the job's folder cannot be made", e);
    }
  }

  /**
   * Where the folders of all jobs lie; made if it is missing, and the data folder with it. Other
   * accounts pass through both and list neither.
   */
  static Path all(Path dataFolder) {
    Path jobs = dataFolder.resolve("jobs");
    try {
      for (Path folder : new Path[] {dataFolder, jobs}) {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(folder);
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
      }
      return jobs;
    } catch (IOException e) {
      throw new UncheckedIOException("the jobs' folder " + jobs + " cannot be used", e);
    }
  }

  /** A folder for the job's group to look into, or for its account to own. */
  static void folder(Path folder, String mode, int uid, boolean owned) throws IOException {
    Files.createDirectory(folder);
    give(folder, uid, owned);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  static void give(Path path, int uid, boolean owned) throws IOException {
    if (uid >= 0) {
      Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
      if (owned) {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /**
   * Gives back the permissions that a job of our own account has taken from its files; links are
   * not followed. Only once it is gone.
   */
  void reopen() {
    if (Files.isDirectory(job(), LinkOption.NOFOLLOW_LINKS)) {
      run(List.of("chmod", "-R", "u+rwX", "--", job().toString()));
    }
  }

  /**
   * Removes all of it; links are removed, not followed. Left to {@code rm}, which gets through
   * folders nested deeper than any path may be long.
   */
  void delete() {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String said = run(List.of("rm", "-rf", "--one-file-system", "--", root.toString()));
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      // Not started by root, we must first get into what the job has closed to itself.
      run(List.of("chmod", "-R", "u+rwX", "--", root.toString()));
      said = run(List.of("rm", "-rf", "--one-file-system", "--", root.toString()));
    }
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalStateException("the job's folder " + root + " cannot be removed: " + said);
    }
  }

  private static String run(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readNBytes(MAX_COMPLAINT_BYTES);
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      process.waitFor();
      return new String(said, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
