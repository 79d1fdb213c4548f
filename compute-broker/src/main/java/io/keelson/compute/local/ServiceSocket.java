package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The socket at which a replica answers, by a name that its job cannot change. */
final class ServiceSocket {
  private static final int SOCKET_TYPE = 0140000;
  private static final int TYPE_MASK = 0170000;

  private ServiceSocket() {}

  /** Empty until the job has made it. */
  static Optional<Path> of(JobFolder folder) {
    Path own = folder.job().resolve("replica.sock");
    Path ours = folder.serviceSocket();
    try {
      if (!isSocket(own)) {
        return Optional.empty();
      }
      if (!isSocket(ours) || !Files.isSameFile(own, ours)) {
        Files.deleteIfExists(ours);
        // Of the name itself: a link that was put in its place is not followed.
        Files.createLink(ours, own);
      }
      return isSocket(ours) ? Optional.of(ours) : Optional.empty();
    } catch (FileSystemException changing) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_MASK)
            == SOCKET_TYPE;
  }
}
