package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.BrokerSettings;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/operations.md list every setting of an operator, and no other. */
class SettingsTableTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(keelson\\.[^`]+)` \\|");
  private static final int MOST = 45;

  /** Read by their names, not through a typed configuration. */
  private static final Set<String> BY_NAME =
      Set.of(
          "keelson.alerts.look-interval",
          "keelson.database.app-url",
          "keelson.database.owner-url",
          "keelson.database.system-url",
          "keelson.keycloak.console-secret",
          "keelson.keycloak.port",
          "keelson.keycloak.url",
          "keelson.mail.from",
          "keelson.plans.<plan>.<what>",
          "keelson.postgres.port",
          "keelson.private-addresses",
          "keelson.redis.port",
          "keelson.redis.url",
          "keelson.sign-on.enabled",
          "keelson.sign-up");

  private static Stream<String> of(Class<?> mapping) {
    return ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet().stream()
        .filter(name -> !name.endsWith("[*]")); // of each element of a list
  }

  @Test
  void everySettingHasALineAndNoLineIsOfAnother() throws IOException {
    Path root = Path.of(System.getProperty("keelson.test.root", ".."));
    String page = Files.readString(root.resolve("docs").resolve("operations.md"));
    List<String> lines = ROW.matcher(page).results().map(row -> row.group(1)).toList();
    Predicate<String> ofTheLauncher = name -> name.startsWith("keelson.programs.");

    assertThat(lines)
        .doesNotHaveDuplicates()
        .hasSizeLessThanOrEqualTo(MOST)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(of(KeelsonConfig.class), of(BrokerSettings.class), BY_NAME.stream())
                .flatMap(names -> names)
                .filter(ofTheLauncher.negate())
                .toList());
  }
}
