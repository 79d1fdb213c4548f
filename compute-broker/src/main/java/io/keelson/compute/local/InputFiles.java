package io.keelson.compute.local;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.provider.ProvisioningFailed;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.ObjectUnreadable;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Places a job's inputs as files that it can read and nobody but the platform can change. */
final class InputFiles {
  private static final String READABLE = "rw-r-----";
  private final TenantObjects objects;

  InputFiles(TenantObjects objects) {
    this.objects = objects;
  }

  /**
   * @throws ProvisioningFailed naming the input that is not there or not what it was
   * @throws Unavailable when it cannot be placed now: no fault of the job
   */
  void place(UUID tenantId, List<JobInput> inputs, Path folder, int uid) {
    for (JobInput input : inputs) {
      try {
        place(tenantId, input, folder, uid);
      } catch (IOException | Failure e) {
        String what = "the input " + input.path() + " cannot be placed";
        throw isLasting(e)
            ? new ProvisioningFailed(what + ": " + e.getMessage(), e)
            : new Unavailable(what + " now", e);
      }
    }
  }

  private static boolean isLasting(Exception e) {
    return switch (e) {
      case Unavailable _ -> false;
      case Failure _ -> true;
      case ObjectUnreadable unreadable -> unreadable.isDamaged();
      default -> false;
    };
  }

  private void place(UUID tenantId, JobInput input, Path folder, int uid) throws IOException {
    Path file = folder;
    String[] names = input.path().split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      file = file.resolve(names[i]);
      if (!Files.isDirectory(file)) {
        JobFolder.folder(file, "rwxr-x---", uid, false);
      }
    }
    file = file.resolve(names[names.length - 1]);
    String digest = copy(tenantId, input, file);
    if (!digest.equals(input.digest())) {
      throw new ProvisioningFailed(
          "the input " + input.path() + " is " + digest + " (expected: " + input.digest() + ")");
    }
    JobFolder.give(file, uid, false);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(READABLE));
  }

  private String copy(UUID tenantId, JobInput input, Path file) throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream in = objects.open(tenantId, input.digest());
        OutputStream out =
            new DigestOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), sha256)) {
      in.transferTo(out);
    }
    return "sha256:" + HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
