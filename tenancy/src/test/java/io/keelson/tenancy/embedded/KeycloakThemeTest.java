package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The theme as Keycloak finds it, beside the console's own files. */
final class KeycloakThemeTest {
  private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*([^;]+);");
  private static final Pattern OTHER = Pattern.compile("var\\(--([a-z0-9-]+)\\)");
  private static final Pattern ASKED = Pattern.compile("msg\\(\"([^\"$]+)\"");
  private static final Path KEYCLOAK = Path.of("target/servers/keycloak.zip");
  private static final String DARK = "@media (prefers-color-scheme: dark)";

  /** Tokens of the console by the names that the mails give them. */
  private static final Map<String, String> MAIL_TOKENS =
      Map.of(
          "ground", "bg",
          "surface", "surface",
          "line", "line",
          "text", "text",
          "text2", "text-2",
          "text3", "text-3",
          "accent", "accent",
          "accentText", "accent-text",
          "onAccent", "on-accent");

  @TempDir Path themes;
  private Path login;

  @BeforeEach
  void install() {
    KeycloakTheme.install(themes);
    login = themes.resolve("keelson/login");
  }

  @Test
  void nothingOfAnEarlierReleaseIsLeftAndThemesOfOthersAre() throws IOException {
    Files.writeString(login.resolve("gone.ftl"), "an earlier release's");
    Path other = Files.writeString(themes.resolve("other.txt"), "somebody else's");

    KeycloakTheme.install(themes);

    assertThat(login.resolve("gone.ftl")).doesNotExist();
    assertThat(login.resolve("template.ftl")).isNotEmptyFile();
    assertThat(other).hasContent("somebody else's");
  }

  @Test
  void sizesFontsAndTheMarkAreTheConsoles() throws IOException {
    Path console = console();
    assertThat(login.resolve("resources/css/scale.css"))
        .hasSameTextualContentAs(console.resolve("src/theme/scale.css"));
    assertThat(login.resolve("resources/img/mark.svg"))
        .hasSameTextualContentAs(console.resolve("public/favicon.svg"));
  }

  @Test
  void coloursAreTheConsolesAndFollowTheBrowsersTheme() throws IOException {
    String ours = Files.readString(login.resolve("resources/css/colour.css"));
    String consoles = Files.readString(console().resolve("src/theme/colour.css"));

    assertThat(tokens(ours.substring(0, ours.indexOf(DARK)))).isEqualTo(light(consoles));
    assertThat(tokens(ours.substring(ours.indexOf(DARK)))).isEqualTo(dark(consoles));
    assertThat(light(consoles).get("bg")).isNotEqualTo(dark(consoles).get("bg"));
  }

  @Test
  void theMailsColoursAreTheConsoles() throws IOException {
    Properties mails = properties(themes.resolve("keelson/email/theme.properties"));
    String consoles = Files.readString(console().resolve("src/theme/colour.css"));

    MAIL_TOKENS.forEach(
        (name, token) -> {
          String inTheDark = "dark" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
          assertThat(mails.getProperty(name)).as(name).isEqualTo(light(consoles).get(token));
          assertThat(mails.getProperty(inTheDark))
              .as(inTheDark)
              .isEqualTo(dark(consoles).get(token));
        });
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    try (Stream<Path> files = Files.walk(themes.resolve("keelson"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (file.toString().matches(".*\\.(ftl|css|js|properties)")) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContain("://");
        }
      }
    }
  }

  @Test
  void aStylesheetThatChangedHasAnotherAddress() throws IOException {
    assertThat(properties(login.resolve("theme.properties")).getProperty("version"))
        .matches("[0-9a-f]{64}");
  }

  /** A word by a name that nobody asks for would leave Keycloak's own in its place, unnoticed. */
  @Test
  void eachWordIsAskedForByATemplateHereOrStandsForOneOfKeycloaks() throws IOException {
    for (String type : List.of("login", "email")) {
      Path folder = themes.resolve("keelson").resolve(type);
      Properties words = properties(folder.resolve("messages/messages_en.properties"));
      Set<String> unknown = new TreeSet<>(words.stringPropertyNames());
      unknown.removeAll(keycloaksWords(type));
      unknown.removeAll(askedFor(folder));
      assertThat(unknown).as(type).isEmpty();
      assertThat(words.values())
          .as("MessageFormat swallows a single apostrophe")
          .noneMatch(word -> word.toString().contains("'"));
    }
  }

  private static Set<String> askedFor(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Matcher asked =
            ASKED.matcher(file.toString().endsWith(".ftl") ? Files.readString(file) : "");
        while (asked.find()) {
          names.add(asked.group(1));
        }
      }
    }
    return names;
  }

  private static Set<String> keycloaksWords(String type) throws IOException {
    try (ZipFile keycloak = new ZipFile(KEYCLOAK.toFile())) {
      ZipEntry jar =
          keycloak.stream()
              .filter(
                  entry ->
                      entry
                          .getName()
                          .endsWith("keycloak-themes-%s.jar".formatted(KeycloakServer.VERSION)))
              .findFirst()
              .orElseThrow();
      try (ZipInputStream themes = new ZipInputStream(keycloak.getInputStream(jar))) {
        String file = "theme/base/%s/messages/messages_en.properties".formatted(type);
        ZipEntry entry = themes.getNextEntry();
        while (!entry.getName().equals(file)) {
          entry = themes.getNextEntry();
        }
        Properties words = new Properties();
        words.load(new InputStreamReader(themes, StandardCharsets.UTF_8));
        return words.stringPropertyNames();
      }
    }
  }

  @Test
  void wrongAndLockedAreToldInTheSameWords() throws IOException {
    Properties words = properties(login.resolve("messages/messages_en.properties"));

    assertThat(words.getProperty("accountTemporarilyDisabledMessage"))
        .isEqualTo(words.getProperty("invalidUserMessage"))
        .contains("locked");
  }

  private static Map<String, String> light(String css) {
    return tokens(css.substring(0, css.indexOf("[data-mantine-color-scheme='dark']")));
  }

  private static Map<String, String> dark(String css) {
    return tokens(css.substring(css.indexOf("[data-mantine-color-scheme='dark']")));
  }

  /** With what they name instead of the name. */
  private static Map<String, String> tokens(String css) {
    Map<String, String> all = new HashMap<>();
    Matcher found = TOKEN.matcher(css);
    while (found.find()) {
      Matcher other = OTHER.matcher(found.group(2));
      all.put(found.group(1), other.matches() ? all.get(other.group(1)) : found.group(2));
    }
    assertThat(all).isNotEmpty().doesNotContainValue(null);
    return all;
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return properties;
  }

  private static Path console() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("web-client"))) {
      at = at.getParent();
    }
    return at.resolve("web-client");
  }
}
