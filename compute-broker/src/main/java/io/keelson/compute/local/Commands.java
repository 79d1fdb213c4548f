package io.keelson.compute.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short programs of the system, which are waited for whoever interrupts the caller meanwhile. */
final class Commands {
  private Commands() {}

  /**
   * What it says.
   *
   * @throws IOException with what it said where it failed
   */
  static String run(List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = awaited(process);
    if (code != 0) {
      throw new IOException(said.isEmpty() ? words.getFirst() + ": exit code " + code : said);
    }
    return said;
  }

  private static int awaited(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
