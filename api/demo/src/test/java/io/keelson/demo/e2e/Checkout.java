package io.keelson.demo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;

/** What the build has packaged, as the launcher starts it. */
final class Checkout {
  private static final long COPY_LIMIT_S = 60;

  private Checkout() {}

  static Path root() {
    String configured = System.getProperty("keelson.test.root");
    if (configured != null && !configured.contains("${")) {
      return Path.of(configured).toAbsolutePath().normalize();
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at;
      }
    }
    throw new IllegalStateException("no folder above this one has a .mvn");
  }

  static Path application() {
    return built("api/target/quarkus-app/quarkus-run.jar");
  }

  static Path keycloak() {
    return built("tenancy/target/servers/keycloak.zip");
  }

  /** The class path of the demo, as it is shipped. */
  static String demo() {
    return built("api/demo/target/demo/lib") + "/*";
  }

  static Path logs() {
    return root().resolve("api/demo/target/e2e-logs");
  }

  /**
   * A program that jobs run: where other accounts cannot reach the checkout, a copy in the data
   * folder.
   *
   * @param path of its folder, from the root
   */
  static Path program(String path, Path data) {
    Path folder = built(path);
    if (othersPass(folder)) {
      return folder;
    }
    Path copy = data.resolve("programs").resolve(folder.getFileName());
    if (!Files.isDirectory(copy)) {
      copy(folder, copy);
    }
    return copy;
  }

  private static void copy(Path folder, Path copy) {
    try {
      Files.createDirectories(copy.getParent());
      Process process =
          new ProcessBuilder("cp", "-r", folder.toString(), copy.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(COPY_LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("cannot copy " + folder + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean othersPass(Path folder) {
    try {
      for (Path at = folder; at != null; at = at.getParent()) {
        if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(String path) {
    Path found = root().resolve(path);
    if (!Files.exists(found)) {
      throw new IllegalStateException(
          found + " is missing: these tests run what the build has packaged (./keelson test)");
    }
    return found;
  }
}
