package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A tenant always has an owner who can act, whatever identity providers say. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class LastOwnerIT extends SignOnWorld {
  @Test
  void theLastOwnerIsLostAsSoonAsThereIsAnotherWhoIsThenTheLastOne() throws Exception {
    Customer customer = customer("sso-owners", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-owners.example");
      realm.add("eve", "eve@sso-owners.example", true);
      realm.add("ola", "ola@sso-owners.example", true);
      String eveToken = signOn(customer, "eve", "eve@sso-owners.example", false).orElseThrow();
      String olaToken = signOn(customer, "ola", "ola@sso-owners.example", false).orElseThrow();
      Graph eve = graph(eveToken);
      Graph ola = graph(olaToken);
      assertThat(slugs(eve)).contains("sso-owners");
      assertThat(slugs(ola)).contains("sso-owners");
      makeOnlyOwner(customer, personId(eveToken));

      realm.setEnabled("eve", false);

      await(() -> audited(customer).contains("losePerson"), () -> audited(customer));
      assertThat(slugs(eve)).as("the last owner stays").contains("sso-owners");
      grant(customer, personId(olaToken), Role.OWNER);
      String[] last = {""};
      await(
          () -> {
            last[0] = asked(eve, TENANTS).body().toString();
            return !last[0].contains("sso-owners");
          },
          () -> last[0]);

      Graph.Answer leaving =
          ola.ask(
              "mutation($v:Int!){leaveTenant(expectedVersion:$v){id}}",
              Map.of("v", 1),
              "X-Keelson-Tenant",
              "sso-owners");
      assertThat(leaving.code()).as("an owner who is lost is none").hasValue("CONFLICT");
      assertThat(leaving.body().toString()).contains("last owner");
      assertThat(slugs(ola)).contains("sso-owners");
    }
  }

  @Test
  void nobodyTakesTheOnlyOwnersWayInAwayFromThem() throws Exception {
    Customer customer = customer("sso-sole", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-sole.example");
      realm.add("eve", "eve@sso-sole.example", true);
      String token = signOn(customer, "eve", "eve@sso-sole.example", false).orElseThrow();
      assertThat(slugs(graph(token))).contains("sso-sole");
      makeOnlyOwner(customer, personId(token));
      Graph admin = graph(tenants.keyFor(customer.tenant(), Role.ADMIN));
      Graph strong = graph(tenants.keyFor(customer.tenant(), Role.OWNER));
      JsonNode there =
          strong
              .ask("{tenant{signOnProvider{id version} signOnDomains{id version}}}")
              .data()
              .get("tenant");
      JsonNode provider = there.get("signOnProvider");
      JsonNode domain = there.at("/signOnDomains/0");

      for (Graph.Answer refused :
          List.of(
              removed(strong, "removeSignOnProvider", provider),
              removed(strong, "removeSignOnDomain", domain),
              withIssuer(strong, realm.issuer() + "-other", provider))) {
        assertThat(refused.code()).as(refused.body().toString()).hasValue("CONFLICT");
        assertThat(refused.body().toString()).contains("no owner could sign in");
      }
      assertThat(withIssuer(admin, realm.issuer(), provider).code()).as("the same").isEmpty();

      people.join(customer.tenant(), "another", Grant.of(Role.OWNER, null));
      for (Graph.Answer refused :
          List.of(
              removed(admin, "removeSignOnProvider", provider),
              removed(admin, "removeSignOnDomain", domain),
              withIssuer(admin, realm.issuer() + "-other", provider))) {
        assertThat(refused.code())
            .as("an admin ends no owner: %s", refused.body())
            .hasValue("FORBIDDEN");
        assertThat(refused.body().toString()).contains("TENANT_WRITE");
      }
      assertThat(removed(strong, "removeSignOnDomain", domain).code())
          .as("an owner stays who does not sign on")
          .isEmpty();
    }
  }

  private static Graph.Answer removed(Graph graph, String mutation, JsonNode what) {
    return graph.ask(
        "mutation($i:ID!,$v:Int!){%s(id:$i,expectedVersion:$v){id}}".formatted(mutation),
        Map.of("i", what.path("id").asText(), "v", what.path("version").asInt()));
  }

  private static Graph.Answer withIssuer(Graph graph, String issuer, JsonNode provider) {
    return graph.ask(
        "mutation($i:SetSignOnProviderInput!){setSignOnProvider(input:$i){version}}",
        Map.of(
            "i",
            Map.of(
                "issuer",
                issuer,
                "clientId",
                CustomerRealm.CLIENT,
                "clientSecret",
                CustomerRealm.SECRET,
                "role",
                "VIEWER",
                "expectedVersion",
                provider.path("version").asInt())));
  }

  @Test
  void theOnlyOwnerWhoseAccountIsGoneComesBackAsTheOwner() throws Exception {
    Customer customer = customer("sso-ghost", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-ghost.example");
      realm.add("eve", "eve@sso-ghost.example", true);
      String token = signOn(customer, "eve", "eve@sso-ghost.example", false).orElseThrow();
      assertThat(slugs(graph(token))).contains("sso-ghost");
      makeOnlyOwner(customer, personId(token));

      realm.forgetAccountsHere(customer.alias());
      awaitLoss(customer);
      String again = signOn(customer, "eve", "eve@sso-ghost.example", false).orElseThrow();

      assertThat(personId(again)).isNotEqualTo(personId(token));
      assertThat(
              asked(graph(again), "{viewer{permissions}}", "X-Keelson-Tenant", "sso-ghost")
                  .data()
                  .toString())
          .contains("TENANT_WRITE");
      assertThat(members(customer).split("eve@")).as("one of her").hasSize(2);
    }
  }

  private void makeOnlyOwner(Customer customer, String personId) {
    change(
        customer,
        "DELETE FROM tenancy.role_grant WHERE tenant_id = $1 AND role = 'OWNER' AND member_id IS"
            + " NOT NULL");
    grant(customer, personId, Role.OWNER);
  }
}
