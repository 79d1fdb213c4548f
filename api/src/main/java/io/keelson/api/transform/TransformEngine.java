package io.keelson.api.transform;

import io.keelson.api.main.KeelsonConfig;
import io.keelson.tenancy.failure.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program that jobs of transforms run, and the engine in it. */
@ApplicationScoped
public class TransformEngine {
  /** What the broker knows it as. */
  public static final String PROGRAM = "profiler";

  static final List<String> COMMAND =
      List.of(
          "/java/bin/java",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          "/program/lib/*",
          "io.keelson.profiler.Transform");

  private static final Pattern JAR = Pattern.compile("duckdb_jdbc-(\\d[\\w.]*)\\.jar");
  private final Optional<Path> folder;

  TransformEngine(KeelsonConfig config) {
    this.folder = config.programs().profiler();
  }

  /**
   * Such as {@code duckdb 1.3.2.0}: another version may make another table of the same statement.
   *
   * @throws Unavailable where the program is not installed
   */
  String name() {
    return folder
        .flatMap(TransformEngine::version)
        .map(version -> "duckdb " + version)
        .orElseThrow(() -> new Unavailable("the engine of transforms is not installed here", null));
  }

  private static Optional<String> version(Path program) {
    try (Stream<Path> jars = Files.list(program.resolve("lib"))) {
      return jars.map(jar -> JAR.matcher(jar.getFileName().toString()))
          .filter(Matcher::matches)
          .map(jar -> jar.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
