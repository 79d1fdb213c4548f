package io.keelson.compute.local;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.local.input.InputCache;
import io.keelson.compute.local.input.InputSource;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final long DEFAULT_BYTES = 10L << 30;
  private static final int DEFAULT_SHARE = 10;

  static LocalInputs of(
      BrokerConfig config, TenantObjects objects, LongConsumer room, boolean walled) {
    Path folder = config.dataFolder().resolve("inputs");
    InputSource source = InputSource.of(objects, room);
    InputCache cache = new InputCache(folder, source, bounds(config), InstantSource.system());
    if (walled) {
      return new LocalInputs(InputFiles.shared(cache), cache);
    }
    cache.clear();
    return new LocalInputs(InputFiles.copied(source), cache);
  }

  private static InputCache.Bounds bounds(BrokerConfig config) {
    DiskSettings settings = config.settings().disk();
    return new InputCache.Bounds(
        settings.inputCacheBytes().orElseGet(() -> defaultBytes(config.dataFolder())),
        settings.inputCacheAge());
  }

  private static long defaultBytes(Path folder) {
    try {
      return Math.min(DEFAULT_BYTES, Files.getFileStore(folder).getTotalSpace() / DEFAULT_SHARE);
    } catch (IOException e) {
      throw new UncheckedIOException("the file system of " + folder + " cannot be asked", e);
    }
  }
}
