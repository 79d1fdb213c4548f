package io.keelson.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own that is soon full. Where none can be mounted the test is not run. */
final class SmallDisk implements AutoCloseable {
  final Path folder;

  SmallDisk(int mibs) {
    try {
      folder = Files.createTempDirectory(Path.of("/tmp"), "kd-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String objection =
        run(
            List.of(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + mibs + "m,mode=711",
                "tmpfs",
                folder.toString()));
    if (!objection.isEmpty()) {
      delete();
    }
    Assumptions.assumeTrue(objection.isEmpty(), "no file system can be mounted: " + objection);
  }

  /** Takes so much of it. */
  Path fill(int mibs) {
    try {
      return Files.write(folder.resolve("ballast"), new byte[mibs << 20]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long freeBytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? "" : said + " (" + process.exitValue() + ")";
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Also while something still runs there. */
  @Override
  public void close() {
    run(List.of("umount", "--lazy", folder.toString()));
    delete();
  }

  private void delete() {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
