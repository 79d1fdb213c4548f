package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
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
  private final ProviderAddresses addresses = new ProviderAddresses((false));

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
  void onlyWholeAddressesOfTheTenantsDomainsGetIn() {
    String filter = RealmProviders.addressIn(List.of("bank.example", "bank.test"));

    for (String email : List.of("ann@bank.example", "Ann.B+c@BANK.Test")) {
      assertThat(email.matches(filter)).as(email).isTrue();
    }
    for (String email :
        List.of(
            "@bank.example",
            "ann@bankXexample",
            "ann@sub.bank.example",
            "ann@notbank.example",
            "ann@bank.example.org",
            "ann@evil.example@bank.example",
            "ann@evil.example ann@bank.example",
            "ann@evil.example\nann@bank.example",
            "ann@bank.example\n")) {
      assertThat(email.matches(filter)).as(email).isFalse();
    }
  }

  @Test
  void aProviderThatAnEarlierReleaseOrOtherDomainsWereToldOfIsToldAnew() {
    List<String> domains = List.of("bank.example");
    assertThat(providers.isHeldTo(ALIAS, domains)).isFalse();
    config
        .put("filteredByClaim", "true")
        .put("claimFilterName", "email")
        .put("claimFilterValue", RealmProviders.addressIn(domains))
        .put("disableUserInfo", "true");
    provider.put("trustEmail", true).put("postBrokerLoginFlowAlias", RealmFlow.EACH_SIGN_IN.name());

    assertThat(providers.isHeldTo(ALIAS, domains)).isTrue();
    assertThat(providers.isHeldTo(ALIAS, List.of("bank.example", "bank.test"))).isFalse();
    config.put("disableUserInfo", "false");
    assertThat(providers.isHeldTo(ALIAS, domains)).as("another address elsewhere").isFalse();
  }

  @Test
  void aProviderOfTheInternetStays() {
    config.put("tokenUrl", "https://1.1.1.1/token").put("userInfoUrl", "");

    assertThatCode(() -> providers.requirePublic(ALIAS, addresses)).doesNotThrowAnyException();
    assertThat(provider.getBoolean("enabled")).isTrue();
  }
}
