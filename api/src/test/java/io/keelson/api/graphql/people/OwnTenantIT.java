package io.keelson.api.graphql.people;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * What an organisation has is shown in a request that names it, to whoever holds something in it.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class OwnTenantIT {
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);
  private static final List<String> FIGURES =
      List.of(
          "plan",
          "planSince",
          "keyPolicy{maxLife}",
          "quotas{name used peak}",
          "rateLimit{pointsPerMinute}",
          "storageForecast{days}");

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String bearer) {
    return new Graph("http://127.0.0.1:" + port, bearer);
  }

  private static String[] in(TestTenants.Made made) {
    return new String[] {"X-Keelson-Tenant", made.tenant().slug()};
  }

  @Test
  void whatAnOrganisationHasIsShownWhereTheRequestNamesItAlone() throws Exception {
    TestTenants.Made trusting = tenants.make("own-trusting");
    TestTenants.Made open = tenants.make("own-open");
    Someone viewer = people.join(trusting.tenant(), "own-viewer", Grant.of(Role.VIEWER, null));
    people.inThread(
        () ->
            database.transact(
                open.tenant().id(),
                tx ->
                    tx.update(
                        """
                        INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
                        VALUES ($1, gen_random_uuid(), $2, 'own-viewer', 'V', 'v@people.example', now())
                        """,
                        tx.tenantId(),
                        viewer.personId())));
    graph(trusting.key())
        .ask("mutation{setTrustedDocumentsOnly(input:{only:true,expectedVersion:1}){version}}")
        .data();
    try (PersonTokens tokens = PersonTokens.open()) {
      Graph person = graph(tokens.of(viewer.personId(), "own-viewer"));
      for (String figure : FIGURES) {
        String query = "{viewer{tenants{slug " + figure + "}}}";
        assertThat(person.ask(query).code()).as("%s, and no tenant is named", figure).isPresent();
        assertThat(person.ask(query, Map.of(), in(open)).code())
            .as("%s, and another tenant is named", figure)
            .isPresent();
      }
      assertThat(
              person.ask("{viewer{tenants{id slug name status}}}").data().findValuesAsText("slug"))
          .as("where they are let in")
          .containsExactly("own-open", "own-trusting");
    }
  }

  @Test
  void whoHoldsNothingAndWhoIsSuspendedReadNoFigures() throws Exception {
    TestTenants.Made made = tenants.make("own-figures");
    Someone nobody = people.join(made.tenant(), "own-nobody");
    Someone owner = people.join(made.tenant(), "own-owner", Grant.of(Role.OWNER, null));
    try (PersonTokens tokens = PersonTokens.open()) {
      Graph withoutRole = graph(tokens.of(nobody.personId(), "own-nobody"));
      Graph owning = graph(tokens.of(owner.personId(), "own-owner"));
      for (String figure : FIGURES) {
        String query = "{tenant{name " + figure + "}}";
        assertThat(withoutRole.ask(query, Map.of(), in(made)).code())
            .as(figure)
            .hasValue("FORBIDDEN");
        assertThat(owning.ask(query, Map.of(), in(made)).code()).as(figure).isEmpty();
      }
      assertThat(withoutRole.ask("{tenant{name status}}", Map.of(), in(made)).code()).isEmpty();

      people.inThread(
          () ->
              database.transact(
                  made.tenant().id(),
                  tx ->
                      tx.update(
                          "UPDATE tenancy.tenant SET status = 'SUSPENDED' WHERE tenant_id = $1",
                          tx.tenantId())));
      assertKnownWithin(
          KNOWN_WITHIN,
          "suspended",
          () ->
              owning
                  .ask("{viewer{permissions}}", Map.of(), in(made))
                  .data()
                  .at("/viewer/permissions")
                  .toString()
                  .equals("[\"AUDIT_READ\"]"));
      for (String figure : FIGURES) {
        assertThat(owning.ask("{tenant{name " + figure + "}}", Map.of(), in(made)).code())
            .as(figure)
            .hasValue("FORBIDDEN");
      }
      for (String query :
          List.of(
              "{deadLetters(first:1){edges{node{id}}}}",
              "{tenant{pointUse(period:DAY){points}}}",
              "{tenant{refusals{limit}}}")) {
        assertThat(owning.ask(query, Map.of(), in(made)).code()).as(query).hasValue("FORBIDDEN");
      }
      assertThat(
              owning
                  .ask(
                      "{tenant{name slug status} auditLog(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"},first:1){edges{node{action}}}}",
                      Map.of(),
                      in(made))
                  .code())
          .as("what the page of a suspended organisation shows")
          .isEmpty();
    }
  }
}
