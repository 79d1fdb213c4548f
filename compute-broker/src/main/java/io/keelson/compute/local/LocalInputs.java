package io.keelson.compute.local;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.local.input.InputCache;
import io.keelson.compute.local.input.InputSource;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/**
 * Where this machine's jobs have their inputs from. A job that has neither an account of its own
 * nor a sandbox could change a file that others read: it has copies, and what was cached before is
 * removed, since such a job gets at it, too.
 *
 * @param cache empty where files are not shared
 */
record LocalInputs(InputFiles files, InputCache cache) {
  /** Of inputs that jobs have read, for the next that read the same, and of the file system. */
  private static final long MAX_BYTES = 10L << 30;

  private static final int MAX_SHARE = 10;

  /** How long an input that no job reads is kept. */
  private static final Duration MAX_AGE = Duration.ofDays(1);

  static LocalInputs of(
      BrokerConfig config, TenantObjects objects, LongConsumer room, boolean walled) {
    Path folder = config.dataFolder().resolve("inputs");
    InputSource source = InputSource.of(objects, room);
    InputCache cache =
        new InputCache(
            folder,
            source,
            new InputCache.Bounds(maxBytes(config.dataFolder()), MAX_AGE),
            InstantSource.system());
    if (walled) {
      return new LocalInputs(InputFiles.shared(cache), cache);
    }
    cache.clear();
    return new LocalInputs(InputFiles.copied(source), cache);
  }

  private static long maxBytes(Path folder) {
    try {
      return Math.min(MAX_BYTES, Files.getFileStore(folder).getTotalSpace() / MAX_SHARE);
    } catch (IOException e) {
      throw new UncheckedIOException("the file system of " + folder + " cannot be asked", e);
    }
  }
}
