package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LoginPages;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** People sign in at their tenant's own identity provider, and get the role that it gives. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
class SingleSignOnIT extends SignOnWorld {
  @Test
  void whoeverSignsOnIsAMemberWithTheMappedRoleOnceTheDomainIsVerified() throws Exception {
    Customer customer = customer("sso-a", "ENGINEER");
    try (CustomerRealm realm = customer.realm()) {
      realm.add("ann", "ann@sso-a.example", true);
      realm.add("bob", "bob@sso-a.example", false);
      JsonNode domain = named(customer, "sso-a.example");

      assertThat(verified(customer, domain).code()).hasValue("CONFLICT");
      awaitInEffect(customer);
      assertThat(signOn(customer, "ann", "ann@sso-a.example", false)).isEmpty();
      assertThat(signOn(customer, "ann", "ann@sso-a.example", true)).isEmpty();

      records.show(domain.path("recordName").asText(), domain.path("recordValue").asText());
      assertThat(verified(customer, domain).code()).isEmpty();
      awaitInEffect(customer);
      forgetThatKeycloakWasTold(customer);
      awaitInEffect(customer);

      Graph ann = graph(signOn(customer, "ann", "ann@sso-a.example", false).orElseThrow());
      assertThat(slugs(ann)).isEqualTo("[{\"slug\":\"sso-a\"}]");
      String may =
          ann.ask("{viewer{permissions}}", Map.of(), "X-Keelson-Tenant", "sso-a").data().toString();
      assertThat(may).contains("RUN_WRITE").doesNotContain("MEMBER_WRITE");
      assertThat(members(customer)).contains("ann@sso-a.example");
      assertThat(audited(customer)).contains("signOn");

      // An address that their provider does not call verified is none.
      assertThat(signOn(customer, "bob", "bob@sso-a.example", false)).isEmpty();
    }
  }

  @Test
  void whoeverHasAnAccountWithAPasswordKeepsSigningInWithIt() throws Exception {
    Customer customer = customer("sso-local", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      String email = "olga@sso-local.example";
      realm.addHere("olga-of-sso-local", email);
      verify(customer, "sso-local.example");
      LoginPages pages = new LoginPages("http://127.0.0.1:7080/");

      LoginPages.Page page = pages.open(authorization(customer, false));
      page = pages.submit(page, Map.of("username", email));

      assertThat(page.hasField("password")).as(page.body()).isTrue();
      assertThat(page.url()).contains("/realms/keelson/");
      page = pages.submit(page, Map.of("username", email, "password", CustomerRealm.PASSWORD));
      assertThat(page.url()).startsWith(CONSOLE);
      assertThat(slugs(graph(code(page.url()).map(this::exchanged).orElseThrow())))
          .as("by the address alone nobody is let in")
          .isEqualTo("[]");
    }
  }

  @Test
  void whatIsWrongWithAProviderIsSaidAndGoesWhenItIsMended() throws Exception {
    Customer customer = customer("sso-wrong", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      String set = "mutation($i:SetSignOnProviderInput!){setSignOnProvider(input:$i){version}}";
      Map<String, Object> kept =
          Map.of("clientId", CustomerRealm.CLIENT, "role", "VIEWER", "expectedVersion", 1);
      assertThat(
              customer
                  .owner()
                  .ask(set, Map.of("i", with(kept, "issuer", "https://elsewhere.example")))
                  .field())
          .as("the secret is for the issuer that it was given for")
          .isEqualTo("input.clientSecret");
      Map<String, Object> input = with(kept, "clientSecret", CustomerRealm.SECRET);
      customer.owner().ask(set, Map.of("i", with(input, "issuer", realm.issuer() + "-not"))).data();
      JsonNode named = named(customer, "sso-wrong.example");
      records.show(named.path("recordName").asText(), named.path("recordValue").asText());
      verified(customer, named).data();
      await(
          () -> provider(customer).path("problem").asText().contains("answered 404"),
          () -> provider(customer).toString());
      assertThat(provider(customer).path("inEffect").asBoolean()).isFalse();

      customer
          .owner()
          .ask(set, Map.of("i", with(with(input, "issuer", realm.issuer()), "expectedVersion", 2)))
          .data();

      awaitInEffect(customer);
      assertThat(provider(customer).path("problem").isNull()).isTrue();
    }
  }

  @Test
  void whoeverWasRemovedFromTheTenantDoesNotComeBackBySigningOn() throws Exception {
    Customer customer = customer("sso-removed", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-removed.example");
      realm.add("dan", "dan@sso-removed.example", true);
      assertThat(
              slugs(graph(signOn(customer, "dan", "dan@sso-removed.example", false).orElseThrow())))
          .contains("sso-removed");
      remove(customer, "dan@");

      Graph again = graph(signOn(customer, "dan", "dan@sso-removed.example", false).orElseThrow());

      assertThat(slugs(again)).isEqualTo("[]");
    }
  }

  /** As after the end of a process between telling Keycloak and noting that. */
  private void forgetThatKeycloakWasTold(Customer customer) {
    people.inThread(
        () ->
            database.transact(
                customer.tenantId(),
                tx ->
                    tx.update(
                        "UPDATE tenancy.sign_on_provider SET told_change = 0, due_at = now() WHERE"
                            + " tenant_id = $1",
                        tx.tenantId())));
  }
}
