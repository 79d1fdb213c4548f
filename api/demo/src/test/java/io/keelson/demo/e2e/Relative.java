package io.keelson.demo.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that belongs to an installation: its command, environment, folder or, in a sandbox, its
 * mounts name the data folder.
 */
record Relative(ProcessHandle handle, String command) {

  /**
   * @param mark the data folder's own name
   */
  static Optional<Relative> of(ProcessHandle process, String mark) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    String command = read(proc.resolve("cmdline")).replace('\0', ' ').strip();
    boolean belongs =
        command.contains(mark)
            || read(proc.resolve("environ")).contains(mark)
            || read(proc.resolve("mountinfo")).contains(mark)
            || folder(proc).contains(mark);
    return belongs ? Optional.of(new Relative(process, command)) : Optional.empty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException endedOrNotOurs) {
      return "";
    }
  }

  private static String folder(Path proc) {
    try {
      return Files.readSymbolicLink(proc.resolve("cwd")).toString();
    } catch (IOException endedOrNotOurs) {
      return "";
    }
  }

  @Override
  public String toString() {
    return handle.pid() + " " + command.substring(0, Math.min(command.length(), 200));
  }
}
