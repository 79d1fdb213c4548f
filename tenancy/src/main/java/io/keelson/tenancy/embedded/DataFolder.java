package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where everything of one installation lies:
 *
 * <pre>
 * servers/   unpacked programs
 * postgres/  redis/  keycloak/   what each server keeps
 * run/       pid files, locks, PostgreSQL's Unix socket
 * logs/      what the servers say
 * secrets/   generated passwords, readable by their owner only
 * </pre>
 */
final class DataFolder {

  private final Path root;

  DataFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Creates what is missing; {@code servers} and {@code run} may be passed by the servers' account.
   */
  DataFolder create() {
    folder(root, "rwx--x--x");
    folder(servers(), "rwxr-xr-x");
    folder(run(), "rwx--x--x");
    folder(logs(), "rwx------");
    folder(root.resolve("secrets"), "rwx------");
    return this;
  }

  Path root() {
    return root;
  }

  Path servers() {
    return root.resolve("servers");
  }

  Path run() {
    return root.resolve("run");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path log(String server) {
    return logs().resolve(server + ".log");
  }

  Path pidFile(String server) {
    return run().resolve(server + ".pid");
  }

  Path of(String server) {
    return root.resolve(server);
  }

  Secrets secrets() {
    return new Secrets(root.resolve("secrets"));
  }

  static Path folder(Path path, String mode) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      }
      return path;
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot create the folder " + path, e);
    }
  }
}
