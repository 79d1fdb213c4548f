package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.profile.ProfileQueue.TableFile;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Lays the tables of a version out in a folder, has them profiled, and leaves nothing behind. */
final class ProfileWork {
  private static final Map<String, String> TABLE_ENDINGS =
      Map.of(
          ".csv",
          ".csv",
          ".tsv",
          ".tsv",
          ".csv.gz",
          ".csv.gz",
          ".tsv.gz",
          ".tsv.gz",
          ".parquet",
          ".parquet",
          ".pq",
          ".parquet");

  private final ProfilerConfig config;
  private final TenantObjects objects;
  private final ProfilerProcess profiler;

  ProfileWork(ProfilerConfig config, TenantObjects objects) {
    this.config = config;
    this.objects = objects;
    this.profiler = new ProfilerProcess(config);
  }

  /**
   * Removes what a killed process left. One at work elsewhere in the same folder fails, and is
   * repeated.
   */
  void clear() throws IOException {
    if (!Files.isDirectory(config.workFolder())) {
      return;
    }
    try (Stream<Path> leftovers = Files.list(config.workFolder())) {
      for (Path leftover :
          leftovers.filter(path -> !path.endsWith(ProfilerProgram.COPY)).toList()) {
        Folders.delete(leftover);
      }
    }
  }

  void stop() {
    profiler.stop();
  }

  ProfileOutcome profile(UUID tenantId, UUID versionId, List<TableFile> files) throws IOException {
    Map<String, TableFile> tables = localNames(files);
    long bytes = tables.values().stream().mapToLong(TableFile::sizeBytes).sum();
    if (tables.isEmpty() || bytes > config.maxInputBytes()) {
      return new ProfileOutcome.NoTables();
    }
    Path folder = makeFolder(versionId);
    try {
      for (Map.Entry<String, TableFile> table : tables.entrySet()) {
        Path copy = folder.resolve("input").resolve(table.getKey());
        try (InputStream content = objects.open(tenantId, table.getValue().digest())) {
          Files.copy(content, copy);
        }
        if (profiler.ownAccount()) {
          Folders.give(copy, config.account());
        }
      }
      return withOwnNames(profiler.run(folder), tables);
    } finally {
      Folders.delete(folder);
    }
  }

  /**
   * A file's own name may be anything; here it is a number, and the ending that says what it is.
   */
  static Map<String, TableFile> localNames(List<TableFile> files) {
    Map<String, TableFile> out = new TreeMap<>();
    for (TableFile file : files) {
      String name = file.path().toLowerCase(Locale.ROOT);
      TABLE_ENDINGS.entrySet().stream()
          .filter(ending -> name.endsWith(ending.getKey()))
          .findFirst()
          .ifPresent(
              ending -> out.put("table-%06d%s".formatted(out.size(), ending.getValue()), file));
    }
    return out;
  }

  private static ProfileOutcome withOwnNames(
      ProfileOutcome outcome, Map<String, TableFile> tables) {
    if (!(outcome instanceof ProfileOutcome.Rejected rejected)) {
      return outcome;
    }
    String reason = rejected.reason();
    for (Map.Entry<String, TableFile> table : tables.entrySet()) {
      reason = reason.replace(table.getKey(), table.getValue().path());
    }
    return new ProfileOutcome.Rejected(reason);
  }

  private Path makeFolder(UUID versionId) throws IOException {
    Files.createDirectories(config.workFolder());
    Folders.open(config.workFolder(), "rwx--x--x");
    if (profiler.ownAccount() && !Folders.othersPass(config.workFolder())) {
      throw new IOException(
          config.workFolder()
              + " cannot be passed by the profiler's account (expected: x for others on each folder)");
    }
    Path folder = config.workFolder().resolve(versionId.toString());
    Folders.delete(folder);
    List<Path> made =
        new ArrayList<>(List.of(folder, folder.resolve("input"), folder.resolve("scratch")));
    for (Path path : made) {
      Files.createDirectory(path);
      Folders.open(path, "rwx------");
      if (profiler.ownAccount()) {
        Folders.give(path, config.account());
      }
    }
    return folder;
  }
}
