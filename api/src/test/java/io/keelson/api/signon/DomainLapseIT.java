package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A domain counts while its DNS says whose it is. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class DomainLapseIT extends SignOnWorld {
  @Test
  void aDomainWhoseRecordIsGoneLapsesAndAnotherTenantCanProveIt() throws Exception {
    Customer before = customer("sso-sold", "VIEWER");
    Customer after = customer("sso-buyer", "VIEWER");
    try (CustomerRealm realm = before.realm();
        CustomerRealm buyers = after.realm()) {
      verify(before, "sso-sold.example");
      realm.add("eve", "eve@sso-sold.example", true);
      Graph eve = graph(signOn(before, "eve", "eve@sso-sold.example", false).orElseThrow());
      assertThat(slugs(eve)).contains("sso-sold");
      JsonNode named = named(after, "sso-sold.example");

      records.hide(named.path("recordName").asText());

      await(
          () -> domain(before).path("state").asText().equals("LAPSED"), () -> "" + domain(before));
      assertThat(domain(before).path("verifiedAt").isNull()).isTrue();
      assertThat(audited(before)).contains("lapseSignOnDomain");
      String[] last = {""};
      await(
          () -> {
            last[0] = asked(eve, TENANTS).body().toString();
            return !last[0].contains("sso-sold");
          },
          () -> last[0]);
      records.show(named.path("recordName").asText(), named.path("recordValue").asText());
      assertThat(verified(after, named).code()).isEmpty();
      awaitInEffect(after);
      assertThat(realm.accounts("eve@sso-sold.example"))
          .as("whoever owns the domain now gets its addresses")
          .isEmpty();
    }
  }

  @Test
  void aLapseThatWasAMistakeCostsNobodyTheirAccount() throws Exception {
    Customer customer = customer("sso-outage", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      realm.removeHere("sso-not-outage.example");
      verify(customer, "sso-outage.example");
      realm.add("eve", "eve@sso-outage.example", true);
      String token = signOn(customer, "eve", "eve@sso-outage.example", false).orElseThrow();
      assertThat(slugs(graph(token))).contains("sso-outage");
      JsonNode named = domain(customer);

      records.hide(named.path("recordName").asText());
      await(
          () -> domain(customer).path("state").asText().equals("LAPSED"),
          () -> "" + domain(customer));
      awaitInEffect(customer);

      assertThat(signOn(customer, "eve", "eve@sso-outage.example", true)).isEmpty();
      // As a provider makes it that knows when its domain lapses.
      realm.addHere(customer.alias() + ".thief", "zoe@sso-not-outage.example");
      await(
          () -> isFree(realm, "zoe@sso-not-outage.example"), () -> "the thief's account is there");
      assertThat(realm.accounts("eve@sso-outage.example")).hasSize(1);
      records.show(named.path("recordName").asText(), named.path("recordValue").asText());
      assertThat(verified(customer, domain(customer)).code()).isEmpty();
      awaitInEffect(customer);
      String again = signOn(customer, "eve", "eve@sso-outage.example", false).orElseThrow();
      assertThat(slugs(graph(again))).contains("sso-outage");
      assertThat(personId(again)).isEqualTo(personId(token));
    }
  }

  @Test
  void whoeverSignsOnUnderTheirNewAddressKeepsTheirAccountWhenTheOldDomainGoes() throws Exception {
    Customer customer = customer("sso-rename", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      realm.removeHere("sso-renamed.example");
      verify(customer, "sso-rename.example");
      verify(customer, "sso-renamed.example");
      realm.add("eve", "eve@sso-rename.example", true);
      String token = signOn(customer, "eve", "eve@sso-rename.example", false).orElseThrow();
      assertThat(slugs(graph(token))).contains("sso-rename");
      realm.setEmail("eve", "eve@sso-renamed.example");
      assertThat(
              slugs(graph(signOn(customer, "eve", "eve@sso-renamed.example", false).orElseThrow())))
          .contains("sso-rename");

      JsonNode old = domain(customer, "sso-rename.example");
      customer
          .owner()
          .ask(
              "mutation($i:ID!,$v:Int!){removeSignOnDomain(id:$i,expectedVersion:$v){id}}",
              Map.of("i", old.path("id").asText(), "v", old.path("version").asInt()))
          .data();
      await(() -> isFree(realm, "eve@sso-rename.example"), () -> "the old address is not free");

      List<String> hers = List.of(personId(token));
      await(
          () -> accounts(realm, "eve@sso-renamed.example").equals(hers),
          () -> "" + accounts(realm, "eve@sso-renamed.example"));
      assertThat(personId(signOn(customer, "eve", "eve@sso-renamed.example", false).orElseThrow()))
          .isEqualTo(personId(token));
    }
  }

  private static boolean isFree(CustomerRealm realm, String email) {
    return accounts(realm, email).isEmpty();
  }

  private static JsonNode domain(Customer customer) {
    return domain(customer, customer.slug() + ".example");
  }

  private static JsonNode domain(Customer customer, String name) {
    for (JsonNode domain : domains(customer)) {
      if (domain.path("domain").asText().equals(name)) {
        return domain;
      }
    }
    throw new AssertionError(name + " is not there");
  }

  private static JsonNode domains(Customer customer) {
    return customer
        .owner()
        .ask(
            "{tenant{signOnDomains{id domain version state verifiedAt failedChecks recordName recordValue}}}")
        .data()
        .at("/tenant/signOnDomains");
  }

  private static List<String> accounts(CustomerRealm realm, String email) {
    try {
      return realm.accounts(email).findValuesAsText("id");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
