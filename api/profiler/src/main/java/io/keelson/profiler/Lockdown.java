package io.keelson.profiler;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Shuts the doors of an engine for good: no file but those that are allowed, no network, no
 * extension, a bound on memory and on the disk it spills to.
 */
final class Lockdown {
  private static final String MAX_SCRATCH = "16GB";

  private Lockdown() {}

  /**
   * Bounds what it takes, and loads no extension from here on; files are still open to it.
   *
   * @param scratch where it may spill to
   */
  static void bound(Connection connection, Path scratch, long memoryBytes, int threads)
      throws SQLException {
    set(
        connection,
        List.of(
            "memory_limit = '" + memoryBytes / 1_000_000 + "MB'",
            "threads = " + threads,
            "temp_directory = " + Tables.quoted(scratch.resolve("spill")),
            "max_temp_directory_size = '" + MAX_SCRATCH + "'",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "allow_community_extensions = false"));
  }

  /**
   * After {@link #bound}. The engine's check of folders can be left by paths with {@code /./../},
   * and where it spills to is such a folder: allow files by name, and see {@link Reach}.
   *
   * @param own further settings, what may be read among them
   */
  static void shut(Connection connection, List<String> own) throws SQLException {
    List<String> settings = new ArrayList<>(own);
    settings.addAll(List.of("enable_external_access = false", "lock_configuration = true"));
    set(connection, settings);
  }

  private static void set(Connection connection, List<String> settings) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings) {
        statement.execute("SET " + setting);
      }
    }
  }
}
