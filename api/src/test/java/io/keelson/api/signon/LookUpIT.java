package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Whoever their provider does not know any more has lost what they had. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
class LookUpIT extends SignOnWorld {
  @Test
  void whoeverTheirProviderDisablesLosesTheirRightsAtTheNextLookUpUntilTheySignOnAgain()
      throws Exception {
    Customer customer = customer("sso-lost", "ADMIN");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-lost.example");
      realm.add("eve", "eve@sso-lost.example", true);
      Graph eve = graph(signOn(customer, "eve", "eve@sso-lost.example", false).orElseThrow());
      assertThat(slugs(eve)).contains("sso-lost");
      Graph key =
          graph(
              eve.ask(
                      "mutation{createApiKey(input:{name:\"eve's\",permissions:[RUN_READ]}){secret}}",
                      Map.of(),
                      "X-Keelson-Tenant",
                      "sso-lost")
                  .data()
                  .at("/createApiKey/secret")
                  .asText());
      assertThat(key.ask("{viewer{permissions}}").code()).isEmpty();

      realm.setEnabled("eve", false);

      String[] last = {""};
      await(
          () -> {
            last[0] = asked(eve, TENANTS).body().toString();
            return !last[0].contains("sso-lost");
          },
          () -> last[0]);
      awaitLoss(customer);
      assertThat(members(customer)).contains("eve@sso-lost.example");
      assertThat(signOns(customer))
          .contains("{\"signOn\":null}")
          .contains("\"domain\":\"sso-lost.example\",\"lostAt\":\"20")
          .contains("does not know them any more");
      await(
          () -> key.ask("{viewer{permissions}}").code().equals(Optional.of("UNAUTHENTICATED")),
          () -> "her key");
      assertThat(signOn(customer, "eve", "eve@sso-lost.example", false)).isEmpty();

      realm.setEnabled("eve", true);
      Graph again = graph(signOn(customer, "eve", "eve@sso-lost.example", false).orElseThrow());
      assertThat(slugs(again)).contains("sso-lost");
      await(() -> key.ask("{viewer{permissions}}").code().isEmpty(), () -> "her key");
      assertThat(signOns(customer))
          .contains("{\"domain\":\"sso-lost.example\",\"lostAt\":null,\"lostBecause\":null}");
    }
  }

  private static String signOns(Customer customer) {
    return customer
        .owner()
        .ask("{tenant{members(first:9){edges{node{signOn{domain lostAt lostBecause}}}}}}")
        .data()
        .toString();
  }

  @Test
  void whoeverCameByAnInvitationAndSignsOnIsLookedUpAndOwesTheProviderNothingElse()
      throws Exception {
    Customer customer = customer("sso-guest", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-guest.example");
      realm.add("eve", "eve@sso-guest.example", true);
      assertThat(
              slugs(graph(signOn(customer, "eve", "eve@sso-guest.example", false).orElseThrow())))
          .contains("sso-guest");
      // As of a release that did not look invited people up.
      change(
          customer,
          "UPDATE tenancy.sign_on_person SET by_invitation = true, due_at = NULL, signed_in_at ="
              + " signed_in_at - interval '1 hour' WHERE tenant_id = $1");
      Graph eve = graph(signOn(customer, "eve", "eve@sso-guest.example", false).orElseThrow());
      assertThat(slugs(eve)).contains("sso-guest");

      realm.setEnabled("eve", false);
      awaitLoss(customer);
      assertThat(slugs(eve)).isEqualTo("[]");
      realm.setEnabled("eve", true);
      Graph again = graph(signOn(customer, "eve", "eve@sso-guest.example", false).orElseThrow());
      assertThat(slugs(again)).contains("sso-guest");

      change(
          customer, "UPDATE tenancy.sign_on_provider SET removed_at = now() WHERE tenant_id = $1");
      await(
          () ->
              one(
                      customer,
                      "SELECT count(*)::int AS found FROM tenancy.sign_on_person WHERE tenant_id ="
                          + " $1 AND due_at IS NULL AND lost_at IS NULL")
                  == 1,
          () -> "not looked up any more");
      assertThat(slugs(again)).as("the invitation's place").contains("sso-guest");
    }
  }
}
