package io.keelson.demo.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "KEELSON_URL", "http://127.0.0.1:7080/",
              "KEELSON_GATEWAY_URL", "http://127.0.0.1:7082",
              "KEELSON_GATEWAY_GRPC", "127.0.0.1:7082",
              "KEELSON_KEYCLOAK_URL", "http://127.0.0.1:7180",
              "KEELSON_TENANT", "demo",
              "KEELSON_USER", "engineer",
              "KEELSON_PASSWORD", "secret",
              "KEELSON_API_KEY", "ksn_a",
              "KEELSON_VIEWER_API_KEY", "ksn_b",
              "KEELSON_OTHER_TENANT", "other"));

  @Test
  void namesWhatIsMissing() {
    environment.put("KEELSON_TENANT", " ");
    assertThatThrownBy(() -> Addresses.of(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KEELSON_TENANT, KEELSON_OTHER_API_KEY");
  }

  @Test
  void joinsPathsWhetherTheAddressEndsWithASlashOrNot() {
    environment.put("KEELSON_OTHER_API_KEY", "ksn_c");
    Addresses addresses = Addresses.of(environment);
    assertThat(addresses.api("/graphql")).hasToString("http://127.0.0.1:7080/graphql");
    assertThat(addresses.gateway("/v2")).hasToString("http://127.0.0.1:7082/v2");
  }
}
