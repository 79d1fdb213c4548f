package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords of one installation, made when they are first asked for, one file each (mode 600). */
final class Secrets {

  private static final int SECRET_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
  }

  /** The secret of this name; a new one is on the disk before it is handed out. */
  synchronized String get(String name) {
    Path file = file(name);
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      byte[] bytes = new byte[SECRET_BYTES];
      RANDOM.nextBytes(bytes);
      String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      writePrivately(file, secret + "\n");
      return secret;
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot keep the secret " + file, e);
    }
  }

  /** Where the secret of this name is kept. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes a file of mode 600 in one step, so that nobody sees half of it. */
  static void writePrivately(Path file, String content) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    Path part =
        Files.createTempFile(
            parent,
            ".new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, content);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
