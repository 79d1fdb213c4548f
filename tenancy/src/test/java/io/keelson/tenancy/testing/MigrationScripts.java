package io.keelson.tenancy.testing;

import io.keelson.tenancy.database.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells one state of the migration scripts on the class path from another. */
final class MigrationScripts {

  private static final int FINGERPRINT_DIGITS = 24;

  private MigrationScripts() {}

  /**
   * Changes with every name and byte of the schemas' scripts, and with the order of the schemas.
   */
  static String fingerprint(List<String> schemas) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String schema : schemas) {
        digest.update(schema.getBytes(StandardCharsets.UTF_8));
        for (URL url :
            (Iterable<URL>) Migrations.class.getClassLoader().resources("db/" + schema)::iterator) {
          add(digest, url.toURI());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_DIGITS);
    } catch (NoSuchAlgorithmException | URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(MessageDigest digest, URI folder) throws IOException {
    if (!"jar".equals(folder.getScheme())) {
      add(digest, Path.of(folder));
      return;
    }
    String[] parts = folder.getRawSchemeSpecificPart().split("!", -1);
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0])))) {
      add(digest, jar.getPath(parts[1]));
    }
  }

  private static void add(MessageDigest digest, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }
}
