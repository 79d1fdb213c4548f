package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LoginPages;
import io.keelson.api.testing.PlatformServers;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Whoever owns a provider, or may set one, gets nobody else's address, account or rights by it. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class HostileProviderIT extends SignOnWorld {
  @Test
  void aProviderThatNamesSomebodyElsesAddressGetsNeitherTheirAccountNorAnythingOfTheirs()
      throws Exception {
    Customer bank = customer("sso-bank", "ADMIN");
    Customer hostile = customer("sso-hostile", "VIEWER");
    try (CustomerRealm bankRealm = bank.realm();
        CustomerRealm realm = hostile.realm()) {
      verify(bank, "sso-bank.example");
      verify(hostile, "sso-hostile.example");
      DemoIdentities.Person engineer = DemoIdentities.named("engineer");
      realm.add("taken", engineer.email(), true);
      realm.add("ceo", "ceo@sso-bank.example", true);
      realm.add("stranger", "stranger@nobodys.example", true);
      bank.owner()
          .ask("mutation{inviteMember(input:{email:\"stranger@nobodys.example\"}){id}}")
          .data();

      // Somebody's account with that address is there: it is not joined.
      assertThat(signOn(hostile, "taken", engineer.email(), true)).isEmpty();
      assertThat(realm.linksOf(engineer.id().toString())).isEmpty();

      Map<String, String> emails =
          Map.of("ceo", "ceo@sso-bank.example", "stranger", "stranger@nobodys.example");
      for (String name : emails.keySet()) {
        assertThat(signOn(hostile, name, emails.get(name), true)).as(name).isEmpty();
        assertThat(realm.accounts(emails.get(name))).as(name).isEmpty();
      }
      // Nor would they be anybody if Keycloak let them in, as it does from here on.
      for (String name : emails.keySet()) {
        String email = emails.get(name);
        Graph graph = graph(unlessSwept(hostile, name, email));
        assertThat(slugs(graph)).as(name).isEqualTo("[]");
        for (String slug : new String[] {"sso-bank", "sso-hostile", "demo"}) {
          assertThat(graph.ask("{viewer{permissions}}", Map.of(), "X-Keelson-Tenant", slug).code())
              .as("%s in %s", name, slug)
              .hasValue("NOT_FOUND");
        }
        assertThat(graph.ask("{viewer{canCreateTenant invitations{email}}}").data().get("viewer"))
            .hasToString("{\"canCreateTenant\":false,\"invitations\":[]}");
      }
      assertThat(members(bank)).doesNotContain("ceo@sso-bank.example");
      assertThat(members(hostile)).doesNotContain("ceo@", "stranger@");
    }
  }

  @Test
  void anAddressThatAHostileProviderTookIsGivenBackToItsOwner() throws Exception {
    Customer owner = customer("sso-owner", "VIEWER");
    Customer hostile = customer("sso-taker", "VIEWER");
    try (CustomerRealm ownerRealm = owner.realm();
        CustomerRealm realm = hostile.realm()) {
      verify(owner, "sso-owner.example");
      verify(hostile, "sso-taker.example");
      ownerRealm.add("zoe", "zoe@sso-owner.example", true);
      realm.add("thief", "zoe@sso-owner.example", true);
      LoginPages.Page page = whereAnotherAddressIsWanted(hostile, "thief");
      assertThat(page.hasField("email")).as(page.body()).isTrue();

      await(
          () -> {
            try {
              return realm.accounts("zoe@sso-owner.example").isEmpty();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          },
          () -> "the thief's account is there");

      assertThat(slugs(graph(signOn(owner, "zoe", "zoe@sso-owner.example", false).orElseThrow())))
          .contains("sso-owner");
    }
  }

  /**
   * As far as the page at which Keycloak wants another address: the account is there. A sweep that
   * comes before the page takes it away.
   */
  private LoginPages.Page whereAnotherAddressIsWanted(Customer hostile, String name)
      throws Exception {
    hostile.realm().letInWhateverIsNamed(hostile.alias());
    LoginPages.Page page = signedIn(hostile, name);
    for (int i = 0; i < 3 && !page.hasField("email"); i++) {
      hostile.realm().letInWhateverIsNamed(hostile.alias());
      page = signedIn(hostile, name);
    }
    return page;
  }

  /** At the provider, in a browser of its own. */
  private LoginPages.Page signedIn(Customer customer, String name) throws Exception {
    LoginPages pages = browser();
    LoginPages.Page page = pages.open(authorization(customer, true));
    return pages.submit(page, Map.of("username", name, "password", CustomerRealm.PASSWORD));
  }

  @Test
  void aDomainCountsForOneTenant() throws Exception {
    Customer first = customer("sso-first", "VIEWER");
    Customer second = customer("sso-second", "VIEWER");
    try (CustomerRealm one = first.realm();
        CustomerRealm other = second.realm()) {
      verify(first, "sso-shared.example");
      JsonNode named = named(second, "sso-shared.example");
      records.show(named.path("recordName").asText(), named.path("recordValue").asText());

      assertThat(verified(second, named).code()).hasValue("CONFLICT");

      JsonNode held =
          first
              .owner()
              .ask("{tenant{signOnDomains{id version}}}")
              .data()
              .at("/tenant/signOnDomains/0");
      first
          .owner()
          .ask(
              "mutation($i:ID!,$v:Int!){removeSignOnDomain(id:$i,expectedVersion:$v){id}}",
              Map.of("i", held.path("id").asText(), "v", held.path("version").asInt()))
          .data();
      assertThat(verified(second, named).code()).isEmpty();
      awaitInEffect(second);
    }
  }

  @Test
  void nobodyMapsARoleThatTheyDoNotHoldNorAnOwners() throws Exception {
    Customer customer = customer("sso-roles", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      String role =
          customer
              .owner()
              .ask("mutation{createRole(input:{name:\"all\",permissions:[TENANT_WRITE]}){id}}")
              .data()
              .at("/createRole/id")
              .asText();
      Graph admin = graph(tenants.keyFor(customer.tenant(), Role.ADMIN));
      String set =
          "mutation($i:SetSignOnProviderInput!){setSignOnProvider(input:$i){role customRoleId"
              + " version}}";
      Map<String, Object> input =
          Map.of(
              "issuer",
              realm.issuer(),
              "clientId",
              "other",
              "clientSecret",
              "another",
              "expectedVersion",
              1);

      assertThat(admin.ask(set, Map.of("i", with(input, "customRoleId", role))).code())
          .hasValue("FORBIDDEN");
      Graph.Answer owners = customer.owner().ask(set, Map.of("i", with(input, "role", "OWNER")));
      assertThat(owners.code()).hasValue("VALIDATION");
      assertThat(owners.field()).isEqualTo("input.role");
      assertThat(
              customer
                  .owner()
                  .ask(set, Map.of("i", with(input, "customRoleId", role)))
                  .data()
                  .at("/setSignOnProvider/version")
                  .asInt())
          .isEqualTo(2);
      assertThat(admin.ask(set, Map.of("i", with(input, "role", "VIEWER"))).code())
          .as("another version")
          .hasValue("CONFLICT");
    }
  }

  @Test
  void anAdminNamesNoOtherIssuerAlsoWhenTheOneBeforeWasRemoved() throws Exception {
    Customer customer = customer("sso-renamed", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      Graph admin = graph(tenants.keyFor(customer.tenant(), Role.ADMIN));
      Map<String, Object> input =
          Map.of("clientId", CustomerRealm.CLIENT, "clientSecret", "any", "role", "VIEWER");
      String set = "mutation($i:SetSignOnProviderInput!){setSignOnProvider(input:$i){id}}";
      String other = realm.issuer() + "-other";
      Map<String, Object> next = with(input, "expectedVersion", 1);
      for (Map<String, Object> another :
          List.of(
              with(next, "issuer", other),
              with(with(next, "issuer", realm.issuer()), "clientId", "another"))) {
        Graph.Answer refused = admin.ask(set, Map.of("i", another));
        assertThat(refused.code()).as("%s", refused.body()).hasValue("FORBIDDEN");
      }

      String id =
          customer.owner().ask("{tenant{signOnProvider{id}}}").data().findValue("id").asText();
      customer
          .owner()
          .ask(
              "mutation($i:ID!){removeSignOnProvider(id:$i,expectedVersion:1){id}}",
              Map.of("i", id))
          .data();

      assertThat(admin.ask(set, Map.of("i", with(input, "issuer", other))).code())
          .hasValue("FORBIDDEN");
      assertThat(admin.ask(set, Map.of("i", with(input, "issuer", realm.issuer()))).code())
          .as("the one that was there")
          .isEmpty();
    }
  }

  @Test
  void anotherIssuerDoesNotGetTheAccountsOfTheOneBefore() throws Exception {
    Customer customer = customer("sso-moved", "VIEWER");
    try (CustomerRealm before = customer.realm();
        CustomerRealm after = new CustomerRealm("realm-of-sso-moved-2")) {
      verify(customer, "sso-moved.example");
      before.add("pat", "pat@sso-moved.example", true);
      Graph old = graph(signOn(customer, "pat", "pat@sso-moved.example", false).orElseThrow());
      String oldId =
          asked(old, "{viewer{person{id} tenants{slug}}}").data().at("/viewer/person/id").asText();
      after.knows(
          customer
              .owner()
              .ask(
                  "mutation($i:SetSignOnProviderInput!){setSignOnProvider(input:$i){redirectUri}}",
                  Map.of(
                      "i",
                      Map.of(
                          "issuer",
                          after.issuer(),
                          "clientId",
                          CustomerRealm.CLIENT,
                          "clientSecret",
                          CustomerRealm.SECRET,
                          "role",
                          "VIEWER",
                          "expectedVersion",
                          1)))
              .data()
              .at("/setSignOnProvider/redirectUri")
              .asText());
      after.add("pat", "pat@sso-moved.example", true);
      awaitInEffect(customer);

      Graph pat = graph(signOn(customer, "pat", "pat@sso-moved.example", false).orElseThrow());
      JsonNode viewer = asked(pat, "{viewer{person{id} tenants{slug}}}").data().get("viewer");
      assertThat(viewer.at("/tenants/0/slug").asText()).isEqualTo("sso-moved");
      assertThat(viewer.at("/person/id").asText()).isNotEqualTo(oldId);
      await(
          () -> !asked(old, TENANTS).body().toString().contains("sso-moved"), () -> "the old one");
    }
  }

  @Test
  void nobodyLinksAnotherProviderToTheirAccount() throws Exception {
    Customer customer = customer("sso-linked", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-linked.example");
      realm.add("clerk", "clerk@sso-linked.example", true);
      String clerk =
          personId(signOn(customer, "clerk", "clerk@sso-linked.example", false).orElseThrow());

      assertThat(realm.rightsInAccountConsole(clerk))
          .contains("view-profile")
          .doesNotContain("manage-account", "manage-account-links", "delete-account");
    }
  }

  /**
   * With a provider that Keycloak holds to nothing. The account is removed when a sweep comes
   * before its owner has typed another address, and the provider is held to its domains again.
   */
  private String unlessSwept(Customer hostile, String name, String email) throws Exception {
    hostile.realm().letInWhateverIsNamed(hostile.alias());
    Optional<String> token = signOn(hostile, name, email, true);
    for (int i = 0; i < 3 && token.isEmpty(); i++) {
      hostile.realm().letInWhateverIsNamed(hostile.alias());
      token = signOn(hostile, name, email, true);
    }
    return token.orElseThrow();
  }
}
