package io.keelson.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the one file that the parameter {@code data} names. */
final class DataFile {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_SHOWN_FILES = 5;

  private DataFile() {}

  /**
   * @param data a file below the inputs, or a folder that holds exactly one; empty means the inputs
   *     themselves
   */
  static Path find(Path inputs, String data) throws InvalidInput {
    Path path = below(inputs, data);
    if (Files.isRegularFile(path)) {
      return path;
    }
    if (!Files.isDirectory(path)) {
      throw new InvalidInput(
          "data",
          data,
          "a file or folder below the job's inputs; there are " + files(inputs, inputs));
    }
    List<Path> files = list(path);
    if (files.size() != 1) {
      throw new InvalidInput(
          "data",
          data,
          "a file, or a folder that holds exactly one; there are " + files(inputs, path));
    }
    return files.getFirst();
  }

  private static Path below(Path inputs, String data) throws InvalidInput {
    try {
      Path path = inputs.resolve(data).normalize();
      if (path.startsWith(inputs.normalize())) {
        return path;
      }
    } catch (InvalidPathException e) {
      // refused below like any other
    }
    throw new InvalidInput("data", data, "a path below the job's inputs");
  }

  private static List<Path> list(Path folder) throws InvalidInput {
    try (Stream<Path> all = Files.walk(folder, MAX_DEPTH)) {
      return all.filter(Files::isRegularFile).limit(MAX_SHOWN_FILES + 1).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInput("data", folder, "a readable folder");
    }
  }

  private static String files(Path inputs, Path folder) throws InvalidInput {
    List<Path> files = Files.isDirectory(folder) ? list(folder) : List.of();
    if (files.isEmpty()) {
      return "none";
    }
    String names =
        files.stream()
            .limit(MAX_SHOWN_FILES)
            .map(file -> inputs.relativize(file).toString())
            .collect(Collectors.joining(", "));
    return files.size() > MAX_SHOWN_FILES ? names + " and more" : names;
  }
}
