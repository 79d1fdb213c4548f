package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.tenancy.access.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Whoever the tenant removed stays out, whichever way they come, until they are invited. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class RemovedPeopleIT extends SignOnWorld {
  @Test
  void neitherAnotherAddressNorAnotherAccountLetsWhoeverWasRemovedComeBack() throws Exception {
    Customer customer = customer("sso-back", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-back.example");
      realm.add("dan", "dan@sso-back.example", true);
      assertThat(slugs(signedOn(customer, "dan", "dan@sso-back.example"))).contains("sso-back");
      remove(customer, "dan@");
      // As when a sweep or the owner removed it: the next sign-in makes another account.
      realm.forgetAccountsHere(customer.alias());

      realm.setEmail("dan", "daniel@sso-back.example");
      assertThat(slugs(signedOn(customer, "dan", "daniel@sso-back.example")))
          .as("the same subject")
          .isEqualTo("[]");
      realm.setEmail("dan", "elsewhere@sso-back.example");
      realm.forgetAccountsHere(customer.alias());
      realm.add("dan-2", "dan@sso-back.example", true);
      assertThat(slugs(signedOn(customer, "dan-2", "dan@sso-back.example")))
          .as("the same address")
          .isEqualTo("[]");
      realm.add("eve", "eve@sso-back.example", true);
      assertThat(slugs(signedOn(customer, "eve", "eve@sso-back.example")))
          .as("somebody else")
          .contains("sso-back");
    }
  }

  @Test
  void anInvitationLetsWhoeverWasRemovedInAgainWithWhatItGives() throws Exception {
    Customer customer = customer("sso-again", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-again.example");
      realm.add("dan", "dan@sso-again.example", true);
      assertThat(slugs(signedOn(customer, "dan", "dan@sso-again.example"))).contains("sso-again");
      remove(customer, "dan@");

      customer
          .owner()
          .ask(
              "mutation{inviteMember(input:{email:\"dan@sso-again.example\","
                  + "grants:[{role:ENGINEER}]}){id}}")
          .data();

      Graph[] dan = {null};
      await(
          () -> {
            try {
              dan[0] = signedOn(customer, "dan", "dan@sso-again.example");
              return slugs(dan[0]).contains("sso-again");
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          },
          () -> "the invitation's mail is sent a moment later");
      assertThat(
              dan[0]
                  .ask("{viewer{permissions}}", Map.of(), "X-Keelson-Tenant", "sso-again")
                  .data()
                  .toString())
          .contains("RUN_WRITE");
    }
  }

  @Test
  void whoeverIsLostAndComesBackAsAnotherAccountHasWhatTheyHad() throws Exception {
    Customer customer = customer("sso-return", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-return.example");
      realm.add("eve", "eve@sso-return.example", true);
      String token = signOn(customer, "eve", "eve@sso-return.example", false).orElseThrow();
      assertThat(slugs(graph(token))).contains("sso-return");
      grant(customer, personId(token), Role.ENGINEER);

      realm.forgetAccountsHere(customer.alias());
      awaitLoss(customer);
      String again = signOn(customer, "eve", "eve@sso-return.example", false).orElseThrow();

      assertThat(personId(again)).isNotEqualTo(personId(token));
      assertThat(
              asked(graph(again), "{viewer{permissions}}", "X-Keelson-Tenant", "sso-return")
                  .data()
                  .toString())
          .contains("RUN_WRITE");
      assertThat(members(customer).split("eve@")).as("one of her").hasSize(2);
    }
  }

  @Test
  void whoeverComesBackAsAnotherAccountBeforeTheyAreLookedUpHasWhatTheyHadAndPromised()
      throws Exception {
    Customer customer = customer("sso-swift", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-swift.example");
      realm.add("eve", "eve@sso-swift.example", true);
      String token = signOn(customer, "eve", "eve@sso-swift.example", false).orElseThrow();
      assertThat(slugs(graph(token))).contains("sso-swift");
      grant(customer, personId(token), Role.ADMIN);
      promises(customer, personId(token));
      notLookedUpForAnHour(customer);

      realm.forgetAccountsHere(customer.alias());
      String again = signOn(customer, "eve", "eve@sso-swift.example", false).orElseThrow();

      assertThat(personId(again)).isNotEqualTo(personId(token));
      assertThat(
              asked(graph(again), "{viewer{permissions}}", "X-Keelson-Tenant", "sso-swift")
                  .data()
                  .toString())
          .contains("MEMBER_WRITE");
      assertThat(members(customer).split("eve@")).as("one of her").hasSize(2);
      assertThat(audited(customer)).doesNotContain("losePerson");
      assertThat(
              one(
                  customer,
                  "SELECT count(*)::int AS found FROM tenancy.invitation WHERE tenant_id = $1 AND"
                      + " giver_person_id = '%s'".formatted(personId(again))))
          .isEqualTo(1);
      realm.add("fay", "fay@sso-swift.example", true);
      assertThat(slugs(signedOn(customer, "fay", "fay@sso-swift.example")))
          .as("by the role that eve gives")
          .contains("sso-swift");
    }
  }

  /** The provider's role and an invitation are hers. */
  private void promises(Customer customer, String personId) {
    customer
        .owner()
        .ask("mutation{inviteMember(input:{email:\"gil@sso-swift.example\"}){id}}")
        .data();
    for (String table : new String[] {"sign_on_provider", "invitation"}) {
      change(
          customer,
          "UPDATE tenancy.%s SET giver_person_id = '%s', giver_key_id = NULL WHERE tenant_id = $1"
              .formatted(table, personId));
    }
  }

  /** What a look-up that is at work now finds is not noted: it is of an earlier sign-in. */
  private void notLookedUpForAnHour(Customer customer) {
    change(
        customer,
        "UPDATE tenancy.sign_on_person SET due_at = now() + interval '1 hour', signed_in_at ="
            + " signed_in_at + interval '1 microsecond' WHERE tenant_id = $1");
  }

  @Test
  void whoeverCameByAnInvitationAndSignsOnStaysOutAsWellOnceTheyAreRemoved() throws Exception {
    Customer customer = customer("sso-invited", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-invited.example");
      realm.add("dan", "dan@sso-invited.example", true);
      assertThat(slugs(signedOn(customer, "dan", "dan@sso-invited.example")))
          .contains("sso-invited");
      // As for who was a member before they signed on.
      change(customer, "DELETE FROM tenancy.sign_on_person WHERE tenant_id = $1");

      for (int i = 0; i < 2; i++) {
        assertThat(slugs(signedOn(customer, "dan", "dan@sso-invited.example")))
            .contains("sso-invited");
        assertThat(
                one(
                    customer,
                    "SELECT count(*)::int AS found FROM tenancy.sign_on_person WHERE tenant_id ="
                        + " $1 AND by_invitation AND due_at IS NOT NULL"))
            .as("looked up all the same")
            .isEqualTo(1);
      }
      remove(customer, "dan@");

      assertThat(slugs(signedOn(customer, "dan", "dan@sso-invited.example"))).isEqualTo("[]");
    }
  }

  private Graph signedOn(Customer customer, String username, String email) throws Exception {
    return graph(signOn(customer, username, email, false).orElseThrow());
  }
}
