package io.keelson.tenancy.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refuses to serve from a database that lacks a script which this build needs. One that has more is
 * welcome: a newer build has migrated it, and processes are replaced one after the other.
 */
public final class SchemaCheck {
  private static final Pattern SCRIPT = Pattern.compile("(?:.*/)?V(\\d+)__\\w+\\.sql");
  private static final String NO_SUCH_SCHEMA = "3F000";
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NOT_SHOWN = "42501";

  private SchemaCheck() {}

  /**
   * @param user the application's role
   * @throws IllegalStateException naming the scripts that have not run, and what to do
   */
  public static void run(String jdbcUrl, String user, String password, List<String> schemas) {
    List<String> missing = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
      for (String schema : schemas) {
        if (isHere(schema)) {
          Set<Integer> needed = needed(schema);
          needed.removeAll(applied(connection, schema));
          needed.forEach(version -> missing.add(schema + " V" + version));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the state of the schemas could not be read", e);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the database is not migrated to what this build needs, it lacks %s. Run first: ./keelson migrate"
              .formatted(String.join(", ", missing)));
    }
  }

  /** Whether the schema's scripts are on the class path. */
  static boolean isHere(String schema) {
    return SchemaCheck.class.getClassLoader().getResource("db/" + schema) != null;
  }

  static Set<Integer> needed(String schema) {
    Set<Integer> versions = new TreeSet<>();
    try {
      for (URL folder :
          (Iterable<URL>) SchemaCheck.class.getClassLoader().resources("db/" + schema)::iterator) {
        names(folder)
            .forEach(
                name -> {
                  Matcher script = SCRIPT.matcher(name);
                  if (script.matches()) {
                    versions.add(Integer.valueOf(script.group(1)));
                  }
                });
      }
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(URL folder) throws IOException {
    if (folder.openConnection() instanceof JarURLConnection jar) {
      String prefix = jar.getEntryName().replaceAll("/*$", "/");
      return jar.getJarFile().stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(prefix))
          .toList();
    }
    try (Stream<Path> files = Files.list(Path.of(new URI(folder.toString())))) {
      return files.map(Path::toString).toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Set<Integer> applied(Connection connection, String schema) throws SQLException {
    Set<Integer> versions = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version::int FROM %s.flyway_schema_history WHERE success AND version IS NOT NULL"
                    .formatted(schema))) {
      while (rows.next()) {
        versions.add(rows.getInt(1));
      }
      return versions;
    } catch (SQLException e) {
      if (List.of(NO_SUCH_SCHEMA, NO_SUCH_TABLE, NOT_SHOWN).contains(e.getSQLState())) {
        return versions;
      }
      throw e;
    }
  }
}
