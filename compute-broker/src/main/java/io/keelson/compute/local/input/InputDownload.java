package io.keelson.compute.local.input;

import io.keelson.tenancy.object.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.UUID;

/** Writes an input to a file and checks that it is the one. Interrupting the caller ends it. */
public final class InputDownload {
  private InputDownload() {}

  /**
   * Into a new file, whose permissions are the caller's to set.
   *
   * @throws WrongDigest when the bytes are others; the file is left then, as with any failure
   */
  public static void to(Path file, InputSource source, UUID tenantId, String digest)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      to(channel, source, tenantId, digest);
    }
  }

  static void to(FileChannel channel, InputSource source, UUID tenantId, String digest)
      throws IOException {
    MessageDigest sha256 = Digests.sha256();
    OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), sha256);
    try (InputStream in = source.open(tenantId, digest)) {
      in.transferTo(out);
    }
    String actual = Digests.text(sha256.digest());
    if (!actual.equals(digest)) {
      throw new WrongDigest(actual, digest);
    }
  }
}
