package io.keelson.compute.local;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.local.input.InputCache;
import io.keelson.compute.local.input.InputDownload;
import io.keelson.compute.local.input.InputSource;
import io.keelson.compute.local.input.WrongDigest;
import io.keelson.compute.provider.ProvisioningFailed;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.ObjectUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/** Places a job's inputs as files that it can read and nobody but the platform can change. */
final class InputFiles {
  private static final String READABLE = "rw-r-----";
  private final Placing placing;

  /** How one file comes to where the job finds it. */
  private interface Placing {
    void place(UUID tenantId, String digest, Path file, int uid) throws IOException;
  }

  private InputFiles(Placing placing) {
    this.placing = placing;
  }

  /** All jobs that read the same have one file: for walls that no job gets through to it. */
  static InputFiles shared(InputCache cache) {
    return new InputFiles((tenantId, digest, file, uid) -> cache.place(tenantId, digest, file));
  }

  /** Each job has files of its own, which it may change where nothing keeps it from that. */
  static InputFiles copied(InputSource source) {
    return new InputFiles(
        (tenantId, digest, file, uid) -> {
          InputDownload.to(file, source, tenantId, digest);
          JobFolder.give(file, uid, false);
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(READABLE));
        });
  }

  /**
   * @throws ProvisioningFailed naming the input that is not there or not what it was
   * @throws Unavailable when it cannot be placed now: no fault of the job
   */
  void place(UUID tenantId, List<JobInput> inputs, Path folder, int uid) {
    for (JobInput input : inputs) {
      try {
        placing.place(tenantId, input.digest(), file(input, folder, uid), uid);
      } catch (IOException | Failure e) {
        String what = "the input " + input.path() + " cannot be placed";
        if (isLasting(e)) {
          throw new ProvisioningFailed(what + ": " + e.getMessage(), e);
        }
        throw new Unavailable(
            e instanceof FreeSpace.NoRoom ? what + ": " + e.getMessage() : what + " now", e);
      }
    }
  }

  private static boolean isLasting(Exception e) {
    return switch (e) {
      case Unavailable _ -> false;
      case Failure _ -> true;
      case WrongDigest _ -> true;
      case ObjectUnreadable unreadable -> unreadable.isDamaged();
      default -> false;
    };
  }

  /** Where it is to lie, with the folders above it. */
  private static Path file(JobInput input, Path folder, int uid) throws IOException {
    Path file = folder;
    String[] names = input.path().split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      file = file.resolve(names[i]);
      if (!Files.isDirectory(file)) {
        JobFolder.folder(file, "rwxr-x---", uid, false);
      }
    }
    return file.resolve(names[names.length - 1]);
  }
}
