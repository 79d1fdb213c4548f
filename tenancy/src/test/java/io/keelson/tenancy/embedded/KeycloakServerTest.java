package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded Keycloak is told as it starts. */
final class KeycloakServerTest {
  @TempDir Path data;

  @Test
  void thePageOfSignInNamesTheDemosPeopleAndTheFileOfTheirPasswordAndNotThePassword() {
    Map<String, String> settings = settings(true);

    assertThat(settings.get("KEELSON_DEMO_PEOPLE").split(" "))
        .contains("owner", "engineer", "other-owner", "operator");
    assertThat(settings)
        .containsEntry(
            "KEELSON_DEMO_PASSWORD_FILE", data.resolve("secrets/demo-password").toString());
    String password = new DataFolder(data).secrets().get("demo-password");
    assertThat(settings.values()).noneMatch(value -> value.contains(password));
  }

  @Test
  void withoutTheDemoItNamesNobody() {
    assertThat(settings(false).keySet()).noneMatch(name -> name.startsWith("KEELSON_"));
  }

  private Map<String, String> settings(boolean demo) {
    return new KeycloakServer(
            EmbeddedConfig.in(data).withDemo(demo),
            new DataFolder(data).create(),
            ServerAccount.current())
        .settings();
  }
}
