package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that reach the application past the launcher. */
final class SettingsCheckTest {
  private static final int BESIDE_THE_APPLICATION = 260;
  private static final int OF_THE_ENVIRONMENT = 300;

  @TempDir Path folder;
  private final Map<String, String> file = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private SmallRyeConfig config() throws IOException {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withProfile("prod")
        .withSources(
            new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL(), 250))
        .withSources(new PropertiesConfigSource(file, "file", BESIDE_THE_APPLICATION))
        .withSources(new EnvConfigSource(environment, OF_THE_ENVIRONMENT))
        .build();
  }

  private void configureRightly() throws IOException {
    file.put("keelson.production", "true");
    file.put("keelson.demo.enabled", "false");
    file.put("keelson.roles", "gateway");
    String url = "postgresql://keelson:s3cr3t@db.example/keelson?sslmode=require";
    file.put("keelson.database.app-url", url);
    file.put("keelson.database.system-url", url);
    file.put("keelson.redis.url", "rediss://:s3cr3t@redis.example:6379");
    file.put("keelson.gateway.url", "https://models.keelson.example");
    file.put(
        "keelson.objects.master-key-file",
        Files.writeString(folder.resolve("master.key"), "key").toString());
  }

  private void assertRefused(String property) {
    assertThatThrownBy(() -> SettingsCheck.run(config(), Optional::empty))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("keelson.production=true refuses to start:\n  " + property);
  }

  @Test
  void anAccountForJobsThatIsNoNumberIsRefusedByItsName() {
    System.setProperty("keelson.broker.first-uid", "many");
    try {
      assertThatThrownBy(KeelsonMain::sandboxObjection)
          .hasMessage("keelson.broker.first-uid: many (expected: a number of 1,000 or more)");
    } finally {
      System.clearProperty("keelson.broker.first-uid");
    }
  }

  @Test
  void aFileBesideTheApplicationIsReadToo() throws IOException {
    configureRightly();
    assertThatCode(() -> SettingsCheck.run(config(), Optional::empty)).doesNotThrowAnyException();

    file.put("keelson.demo.enabled", "true");
    assertRefused("keelson.demo.enabled: true");
  }

  @Test
  void aProfilesOwnSettingsAreReadToo() throws IOException {
    configureRightly();
    file.put("%prod.quarkus.management.host", "0.0.0.0");
    assertRefused("quarkus.management.host: 0.0.0.0");

    file.remove("%prod.quarkus.management.host");
    file.put("keelson.roles", "broker");
    environment.put("_PROD_KEELSON_BROKER_JOBS_WITHOUT_SANDBOX", "true");
    assertRefused("keelson.broker.jobs-without-sandbox: true");
  }

  @Test
  void thatItIsProductionIsSaidBeforeAServerIsChosen() throws IOException {
    configureRightly();
    assertThatThrownBy(() -> SettingsCheck.requireLauncherKnows(config(), "false"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("keelson.production: true in a file");
    assertThatCode(() -> SettingsCheck.requireLauncherKnows(config(), "true"))
        .doesNotThrowAnyException();

    file.remove("keelson.production");
    assertThatCode(() -> SettingsCheck.requireLauncherKnows(config(), "false"))
        .doesNotThrowAnyException();
  }

  @Test
  void aBlankAddressIsEveryAddress() throws IOException {
    configureRightly();
    environment.put("KEELSON_MANAGEMENT_HOST", "");
    assertRefused("quarkus.management.host: 0.0.0.0");
    environment.clear();
    environment.put("KEELSON_HOST", "");
    assertRefused("quarkus.management.host: 0.0.0.0");
  }
}
