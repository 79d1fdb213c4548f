package io.keelson.demo.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine, which tests say that they lack. */
final class Programs {
  private Programs() {}

  /** The first of them that is not here, and where it comes from. */
  static Optional<String> missing(String... names) {
    return Stream.of(names)
        .filter(name -> !isOnPath(name))
        .findFirst()
        .map(name -> name + " is not on the PATH (Debian: apt-get install " + name + ")");
  }

  private static boolean isOnPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
