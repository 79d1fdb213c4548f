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
            last[0] = eve.ask(TENANTS).body().toString();
            return !last[0].contains("sso-lost");
          },
          () -> last[0]);
      await(() -> audited(customer).contains("losePerson"), () -> audited(customer));
      assertThat(members(customer)).contains("eve@sso-lost.example");
      await(
          () -> key.ask("{viewer{permissions}}").code().equals(Optional.of("UNAUTHENTICATED")),
          () -> "her key");
      assertThat(signOn(customer, "eve", "eve@sso-lost.example", false)).isEmpty();

      realm.setEnabled("eve", true);
      Graph again = graph(signOn(customer, "eve", "eve@sso-lost.example", false).orElseThrow());
      assertThat(slugs(again)).contains("sso-lost");
      await(() -> key.ask("{viewer{permissions}}").code().isEmpty(), () -> "her key");
    }
  }
}
