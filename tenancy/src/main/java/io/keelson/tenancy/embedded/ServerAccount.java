package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account that the servers run as: 65534 when the platform was started by root, since
 * PostgreSQL refuses root and no server needs its rights; otherwise the account of the platform.
 */
final class ServerAccount {

  private static final int UID = 65534;

  private final boolean root;

  private ServerAccount(boolean root) {
    this.root = root;
  }

  static ServerAccount current() {
    try {
      return new ServerAccount((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot read /proc/self", e);
    }
  }

  /** The command as this account runs it; the process keeps its id, so signals reach the server. */
  List<String> command(List<String> command) {
    if (!root) {
      return command;
    }
    List<String> whole = new ArrayList<>();
    whole.add("setpriv");
    whole.add("--reuid=" + UID);
    whole.add("--regid=" + UID);
    whole.add("--clear-groups");
    whole.add("--no-new-privs");
    whole.addAll(command);
    return whole;
  }

  /** Gives a file, or a folder with all that is in it, to this account. */
  void own(Path path) {
    if (!root) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : (Iterable<Path>) paths::iterator) {
        Files.setAttribute(each, "unix:uid", UID, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(each, "unix:gid", UID, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot give " + path + " to account " + UID, e);
    }
  }

  /**
   * @throws EmbeddedServerException naming the first folder on the way that this account cannot
   *     pass
   */
  void requireReach(Path folder) {
    if (reaches(folder)) {
      return;
    }
    Path blocked = folder;
    for (Path at = folder; at != null; at = at.getParent()) {
      if (!reaches(at)) {
        blocked = at;
      }
    }
    throw new EmbeddedServerException(
        "the servers run as account %d, which cannot pass the folder %s. Choose another data folder with the property keelson.data, such as /var/lib/keelson."
            .formatted(UID, blocked));
  }

  /** True when this account can pass the folder and every one above it. */
  boolean reaches(Path folder) {
    return !root || Commands.run(command(List.of("test", "-x", folder.toString()))).exitCode() == 0;
  }
}
