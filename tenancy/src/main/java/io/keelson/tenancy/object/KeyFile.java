package io.keelson.tenancy.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A secret in a file that only its owner may read; several processes may want to make it at the
 * same time.
 */
public final class KeyFile {
  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private KeyFile() {}

  /**
   * What the file holds; a missing file is made first, durably.
   *
   * @throws IllegalStateException when others may read the file, or it cannot be read or made
   */
  public static byte[] readOrCreate(Path file, Supplier<byte[]> fresh) {
    try {
      if (!Files.exists(file)) {
        create(file, fresh.get());
      }
      if (Files.getPosixFilePermissions(file).stream().anyMatch(FORBIDDEN::contains)) {
        throw new IllegalStateException(
            "the key file " + file + " is open to others (expected: mode 600)");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot keep the key file " + file, e);
    }
  }

  /**
   * A link to a finished file, which fails when the name is taken: nobody sees half a key, and one
   * maker wins.
   */
  private static void create(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path draft = folder.resolve("." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.createLink(file, draft);
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    } catch (FileAlreadyExistsException anotherProcessWasFirst) {
      // Its key is the one.
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
