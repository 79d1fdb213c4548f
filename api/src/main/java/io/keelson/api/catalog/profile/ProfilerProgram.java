package io.keelson.api.catalog.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The profiler's jars where its account can read them: where they are, or copied once when a folder
 * above is closed.
 */
final class ProfilerProgram {
  static final String COPY = "program";
  private final ProfilerConfig config;
  private Path folder;

  ProfilerProgram(ProfilerConfig config) {
    this.config = config;
  }

  /**
   * @throws IllegalStateException naming the property when there is no program
   */
  synchronized Path folder() {
    if (folder == null) {
      Path source = config.programFolder().toAbsolutePath().normalize();
      if (!Files.isDirectory(source.resolve("lib"))) {
        throw new IllegalStateException(
            "keelson.programs.profiler: "
                + source
                + " (expected: a folder with the profiler's jars in lib)");
      }
      folder = Folders.othersPass(source) ? source : copy(source);
    }
    return folder;
  }

  private Path copy(Path source) {
    Path target = config.workFolder().resolve(COPY);
    try (Stream<Path> jars = Files.list(source.resolve("lib"))) {
      List<Path> all = jars.sorted().toList();
      Folders.delete(target);
      Files.createDirectories(target.resolve("lib"));
      for (Path jar : all) {
        Path copy = target.resolve("lib").resolve(jar.getFileName());
        Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        Folders.open(copy, "rw-r--r--");
      }
      Folders.open(target, "rwxr-xr-x");
      Folders.open(target.resolve("lib"), "rwxr-xr-x");
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
