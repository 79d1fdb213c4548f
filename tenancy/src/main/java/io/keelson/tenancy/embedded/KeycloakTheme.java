package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The pages and mails of sign-in as the console looks: the theme {@code keelson} of the class path,
 * laid out as a folder so that Keycloak needs no other build for it. The jar itself is for a
 * Keycloak that is somebody else's.
 */
final class KeycloakTheme {

  static final String NAME = "keelson";
  private static final String FILE = "/keycloak/keelson-theme.jar";
  private static final String IN_JAR = "theme/";

  private KeycloakTheme() {}

  /**
   * Puts this release's theme in the place of an earlier one's, while Keycloak is down.
   *
   * @param themes Keycloak's folder of themes; those of others in it are left alone
   */
  static void install(Path themes) {
    try (InputStream file = KeycloakTheme.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new EmbeddedServerException(FILE + " is missing in the build");
      }
      Archives.delete(themes.resolve(NAME));
      unpack(new ZipInputStream(file), themes);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot write the theme into " + themes, e);
    }
  }

  private static void unpack(ZipInputStream jar, Path themes) throws IOException {
    for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
      if (!entry.isDirectory() && entry.getName().startsWith(IN_JAR)) {
        Archives.writeFile(jar, themes.resolve(entry.getName().substring(IN_JAR.length())), false);
      }
    }
  }
}
