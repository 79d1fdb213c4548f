package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LoginPages;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Single sign-on in a realm that verifies addresses by mail, since strangers sign up there. */
@QuarkusTest
@TestProfile(SignUpBesideSignOnIT.Settings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class SignUpBesideSignOnIT extends SignOnWorld {
  /** Those of single sign-on, where strangers sign up. */
  public static final class Settings implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(new SignOnSettings().getConfigOverrides());
      all.put("keelson.sign-up", "true");
      return all;
    }
  }

  @Test
  void aTenantsProviderIsBelievedAboutItsOwnDomainsAndHasNobodyElseMailed() throws Exception {
    Customer customer = customer("sso-open", "VIEWER");
    try (CustomerRealm realm = customer.realm();
        var verifying = realm.openToStrangersHere()) {
      realm.removeHere("sso-open-not.example");
      verify(customer, "sso-open.example");
      realm.add("ann", "Ann@SSO-open.example", true);
      realm.add("bob", "bob@sso-open.example", false);
      realm.add("hostile", "victim@sso-open-not.example", true);

      Graph ann = graph(signOn(customer, "ann", "ann@sso-open.example", false).orElseThrow());
      assertThat(slugs(ann)).isEqualTo("[{\"slug\":\"sso-open\"}]");
      assertThat(ann.ask("{viewer{canCreateTenant invitations{email}}}").data().get("viewer"))
          .as("what a provider says of an address opens nothing else")
          .hasToString("{\"canCreateTenant\":false,\"invitations\":[]}");
      assertThat(signOn(customer, "ann", "ann@sso-open.example", true)).as("again").isPresent();

      assertThat(signOn(customer, "bob", "bob@sso-open.example", true)).isEmpty();
      assertThat(signOn(customer, "hostile", "victim@sso-open-not.example", true)).isEmpty();
      assertThat(realm.accounts("victim@sso-open-not.example")).as("nobody").isEmpty();
      assertThat(realm.mailedHere())
          .noneMatch(email -> email.endsWith("@sso-open-not.example"))
          .doesNotContain("ann@sso-open.example", "bob@sso-open.example");
    }
  }

  @Test
  void whoeverSignsUpWithAnAddressOfATenantsDomainDoesNotKeepItFromItsOwner() throws Exception {
    Customer customer = customer("sso-squat", "VIEWER");
    try (CustomerRealm realm = customer.realm();
        var open = realm.openToStrangersHere()) {
      verify(customer, "sso-squat.example");
      realm.add("zoe", "zoe@sso-squat.example", true);
      LoginPages pages = browser();
      LoginPages.Page page = pages.open(authorization(customer, false) + "&prompt=create");
      // Keycloak asks for a password once the address is verified.
      assertThat(page.hasField("firstName")).as(page.body()).isTrue();
      pages.submit(
          page,
          Map.of(
              "username",
              "squatter-of-zoe",
              "email",
              "zoe@sso-squat.example",
              "firstName",
              "Some",
              "lastName",
              "Body"));
      assertThat(realm.registeredHere()).contains("zoe@sso-squat.example");

      await(
          () -> {
            try {
              return realm.accounts("zoe@sso-squat.example").isEmpty();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          },
          () -> "the squatter's account is there");

      assertThat(
              slugs(graph(signOn(customer, "zoe", "zoe@sso-squat.example", false).orElseThrow())))
          .contains("sso-squat");
    }
  }
}
