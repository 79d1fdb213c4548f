package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.keelson.tenancy.access.EndedSessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.StringJoiner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Whoever signs on in the second in which they were lost; the realm tells whole seconds. */
@QuarkusTest
@TestProfile(SignOnSettings.class)
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a Keycloak in a container does not reach its own address")
@Tag("heavy")
class SameSecondIT extends SignOnWorld {
  @Test
  void onlyASessionThatWasNotThereAtTheLossFindsThemAgain() throws Exception {
    Customer customer = customer("sso-same-second", "VIEWER");
    try (CustomerRealm realm = customer.realm()) {
      verify(customer, "sso-same-second.example");
      realm.add("eve", "eve@sso-same-second.example", true);
      String first = signOn(customer);
      assertThat(slugs(graph(first))).contains("sso-same-second");

      String later = signOn(customer);
      lose(customer, later, sessions(first));
      awaitOutside(first);
      assertThat(slugs(graph(later))).as("began after the loss").contains("sso-same-second");

      String there = signOn(customer);
      lose(customer, there, sessions(first, later, there));
      awaitOutside(later);
      assertThat(slugs(graph(there))).as("was there at the loss").isEqualTo("[]");

      String unlisted = signOn(customer);
      lose(customer, unlisted, "NULL");
      assertThat(slugs(graph(unlisted))).as("nobody knows").isEqualTo("[]");
    }
  }

  private String signOn(Customer customer) throws Exception {
    return signOn(customer, "eve", "eve@sso-same-second.example", false).orElseThrow();
  }

  private String sessions(String... tokens) throws Exception {
    StringJoiner marks = new StringJoiner("','", "ARRAY['", "']");
    for (String token : tokens) {
      marks.add(EndedSessions.mark(claim(token, "sid")));
    }
    return marks.toString();
  }

  /**
   * Half a second after the session began, as it tells.
   *
   * @param sessions those that were there, in SQL
   */
  private void lose(Customer customer, String token, String sessions) throws Exception {
    String at = "to_timestamp(%s) + interval '500 ms'".formatted(claim(token, "auth_time"));
    change(
        customer,
        "UPDATE tenancy.sign_on_person SET lost_at = %s, due_at = NULL, sessions = %s WHERE tenant_id = $1"
            .formatted(at, sessions));
    change(
        customer,
        "UPDATE tenancy.member SET lost_at = %s WHERE tenant_id = $1 AND person_id = '%s'"
            .formatted(at, personId(token)));
  }

  private void awaitOutside(String token) {
    await(() -> slugs(graph(token)).equals("[]"), () -> "still let in");
  }
}
