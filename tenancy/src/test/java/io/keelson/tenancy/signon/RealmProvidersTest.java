package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RealmProvidersTest {
  private static final String ALIAS = "tenant-01900000-0000-7000-8000-00000000000a";
  private final JsonObject config = new JsonObject();
  private final JsonObject provider = new JsonObject().put("enabled", true).put("config", config);
  private final RealmProviders providers =
      new RealmProviders(
          new RealmDoor(null, InstantSource.system()) {
            @Override
            JsonCalls.Answer admin(String method, String path, Object body) {
              if (method.equals("PUT")) {
                provider.mergeIn((JsonObject) body);
              }
              return new JsonCalls.Answer(200, provider.copy());
            }
          });
  private final ProviderAddresses addresses =
      new ProviderAddresses(ProviderRulesTest.settings(false));

  @Test
  void aProviderThatMovedIntoAPrivateNetworkIsDisabled() {
    config.put("tokenUrl", "https://1.1.1.1/token").put("jwksUrl", "https://10.0.0.1/keys");

    assertThatThrownBy(() -> providers.requirePublic(ALIAS, addresses))
        .isInstanceOf(CustomerProvider.Unusable.class);
    assertThat(provider.getBoolean("enabled")).isFalse();
  }

  @Test
  void aNameThatIsNotResolvedNowDisablesNoProvider() {
    config.put("tokenUrl", "https://nowhere.invalid/token");

    assertThatThrownBy(() -> providers.requirePublic(ALIAS, addresses))
        .isInstanceOf(Unavailable.class);
    assertThat(provider.getBoolean("enabled")).isTrue();
  }

  @Test
  void aProviderOfTheInternetStays() {
    config.put("tokenUrl", "https://1.1.1.1/token").put("userInfoUrl", "");

    assertThatCode(() -> providers.requirePublic(ALIAS, addresses)).doesNotThrowAnyException();
    assertThat(provider.getBoolean("enabled")).isTrue();
  }
}
