package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A process may end between the use of a refresh token and the note of the next one. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class UsedUpTokenIT extends SignOnWorld {
  /** What a look-up that is at work now finds is not noted: it is of an earlier sign-in. */
  private static final String LATER =
      "UPDATE tenancy.sign_on_person SET due_at = now() + interval '1 hour', signed_in_at ="
          + " signed_in_at + interval '1 microsecond'";

  @Test
  void aTokenThatMayHaveBeenUsedUpEndsNobodysMembershipForADay() throws Exception {
    Customer customer = customer("sso-used", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-used.example");
      realm.add("eve", "eve@sso-used.example", true);
      Graph eve = graph(signOn(customer, "eve", "eve@sso-used.example", false).orElseThrow());
      assertThat(slugs(eve)).contains("sso-used");
      await(
          () -> {
            change(customer, LATER + " WHERE tenant_id = $1 AND looked_up_at IS NOT NULL");
            return count(customer, "due_at > now() + interval '30 minutes'") == 1;
          },
          () -> "her look-ups rest");

      realm.setEnabled("eve", false);
      change(
          customer,
          "UPDATE tenancy.sign_on_person SET token_taken_at = now(), due_at = now() WHERE tenant_id"
              + " = $1");

      await(() -> count(customer, "refresh_token IS NULL") == 1, () -> "her token is dropped");
      assertThat(count(customer, "lost_at IS NULL AND due_at IS NOT NULL")).isEqualTo(1);
      assertThat(audited(customer)).doesNotContain("losePerson");

      change(
          customer,
          "UPDATE tenancy.sign_on_person SET token_taken_at = now() - interval '25 hours', due_at ="
              + " now() WHERE tenant_id = $1");

      awaitLoss(customer);
      assertThat(count(customer, "lost_at IS NOT NULL")).isEqualTo(1);

      realm.setEnabled("eve", true);
      Graph again = graph(signOn(customer, "eve", "eve@sso-used.example", false).orElseThrow());
      assertThat(slugs(again)).contains("sso-used");
      assertThat(count(customer, "token_taken_at IS NULL AND lost_at IS NULL")).isEqualTo(1);
    }
  }

  private int count(Customer customer, String condition) {
    return one(
        customer,
        "SELECT count(*)::int AS found FROM tenancy.sign_on_person WHERE tenant_id = $1 AND "
            + condition);
  }
}
