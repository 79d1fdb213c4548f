package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The file systems of jobs that are mounted, as the system lists them for this process (proc(5),
 * {@code /proc/pid/mountinfo}): those of loop devices at {@code <name>/disk} right below the jobs'
 * folder. Nothing else that is mounted, there or elsewhere, is one.
 */
final class Mounts {
  private static final Path LIST = Path.of("/proc/self/mountinfo");
  private static final int POINT = 4;
  private static final int ESCAPE_CHARACTERS = 3;

  private Mounts() {}

  /** The names of the jobs' folders that have one. */
  static Set<String> below(Path jobs) {
    if (!Files.isDirectory(jobs) || !Files.exists(LIST)) {
      return Set.of();
    }
    try {
      String list = new String(Files.readAllBytes(LIST), StandardCharsets.ISO_8859_1);
      return below(jobs.toRealPath(), list.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("what is mounted is not known", e);
    }
  }

  /**
   * @param jobs without links
   */
  static Set<String> below(Path jobs, List<String> list) {
    Set<String> names = new LinkedHashSet<>();
    for (String line : list) {
      String[] fields = line.split(" ", -1);
      if (fields.length > POINT && line.contains(" - ext4 /dev/loop")) {
        Path point = Path.of(unescaped(fields[POINT]));
        if (point.getNameCount() == jobs.getNameCount() + 2
            && point.startsWith(jobs)
            && point.endsWith(JobFolder.DISK)) {
          names.add(point.getParent().getFileName().toString());
        }
      }
    }
    return names;
  }

  /** The list writes blanks, line ends and backslashes of a path as octal numbers. */
  private static String unescaped(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    byte[] found = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + ESCAPE_CHARACTERS < bytes.length) {
        found[length++] =
            (byte) Integer.parseInt(path.substring(i + 1, i + 1 + ESCAPE_CHARACTERS), 8);
        i += ESCAPE_CHARACTERS;
      } else {
        found[length++] = bytes[i];
      }
    }
    return new String(found, 0, length, StandardCharsets.UTF_8);
  }
}
