package io.keelson.api.catalog.profile;

import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Lays a table out in a folder, has it profiled, and leaves nothing behind. */
final class ProfileWork {
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

  ProfileOutcome profile(UUID tenantId, UUID versionId, VersionTable table) throws IOException {
    if (table.sizeBytes() > config.maxInputBytes()) {
      return new ProfileOutcome.Limited(
          "has %d bytes (expected: at most %d)"
              .formatted(table.sizeBytes(), config.maxInputBytes()));
    }
    Map<String, TableFile> files = table.localNames();
    Path folder = makeFolder(versionId);
    try {
      for (Map.Entry<String, TableFile> file : files.entrySet()) {
        Path copy = folder.resolve("input").resolve(file.getKey());
        try (InputStream content = objects.open(tenantId, file.getValue().digest())) {
          Files.copy(content, copy);
        }
        if (profiler.ownAccount()) {
          Folders.give(copy, config.account());
        }
      }
      return withOwnNames(profiler.run(folder), files);
    } finally {
      Folders.delete(folder);
    }
  }

  private static ProfileOutcome withOwnNames(ProfileOutcome outcome, Map<String, TableFile> files) {
    return switch (outcome) {
      case ProfileOutcome.Unreadable(String reason) ->
          new ProfileOutcome.Unreadable(withOwnNames(reason, files));
      case ProfileOutcome.Limited(String reason) ->
          new ProfileOutcome.Limited(withOwnNames(reason, files));
      default -> outcome;
    };
  }

  private static String withOwnNames(String reason, Map<String, TableFile> files) {
    String own = reason;
    for (Map.Entry<String, TableFile> file : files.entrySet()) {
      own = own.replace(file.getKey(), file.getValue().path());
    }
    return own;
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
