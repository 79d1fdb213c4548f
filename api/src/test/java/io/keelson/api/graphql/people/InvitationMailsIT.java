package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How many strangers a tenant may have written to in a day. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class InvitationMailsIT {
  private static final int A_DAY = 500;
  private static final int TO_AN_ADDRESS = 20;
  private static final String INVITE =
      "mutation($i:InviteMemberInput!){inviteMember(input:$i){id version}}";

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static Graph.Answer invite(Graph owner, String name) {
    return owner.ask(
        INVITE,
        Map.of(
            "i",
            Map.of(
                "email",
                name + "@elsewhere.example",
                "grants",
                List.of(Map.of("role", "VIEWER")))));
  }

  private void hasSent(UUID tenantId, int mails, int daysAgo) {
    people.inThread(
        () ->
            database.transact(
                tenantId,
                tx ->
                    tx.update(
                        """
                        UPDATE tenancy.tenant
                        SET invitation_mails = $2,
                            invited_on = (current_timestamp AT TIME ZONE 'UTC')::date - $3::int
                        WHERE tenant_id = $1
                        """,
                        tx.tenantId(),
                        mails,
                        daysAgo)));
  }

  /** Pending ones to as many addresses, which end so many minutes from now. */
  private void areInvited(UUID tenantId, int people, int endInMinutes) {
    this.people.inThread(
        () ->
            database.transact(
                tenantId,
                tx ->
                    tx.update(
                        """
                        INSERT INTO tenancy.invitation
                          (tenant_id, id, email, life_s, expires_at, asked_at, created_by, created_by_kind, created_at)
                        SELECT $1, uuidv7(), format('p%s-%s@elsewhere.example', $3::int, n), 3600, now() + make_interval(mins => $3::int),
                          now() - interval '2 hours', 'test', 'PLATFORM', now() - interval '2 hours'
                        FROM generate_series(1, $2::int) AS n
                        """,
                        tx.tenantId(), people, endInMinutes)));
  }

  @Test
  void invitationsThatNobodyAcceptedInTimeLeaveRoomForOthers() {
    var made = tenants.make("writing-in-vain");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    areInvited(made.tenant().id(), A_DAY, -5);

    assertThat(invite(owner, "another").code()).isEmpty();

    areInvited(made.tenant().id(), A_DAY - 1, 5);
    Graph.Answer refused = invite(owner, "beyond");
    assertThat(refused.code()).hasValue("QUOTA_EXCEEDED");
    assertThat(refused.body().at("/errors/0/extensions").toString())
        .contains("\"limit\":500", "\"used\":500", "\"asked\":1");
  }

  @Test
  void whoeverIsInvitedAgainTooSoonIsToldForHowLongToWait() {
    var made = tenants.make("writing-again");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    JsonNode invited = invite(owner, "eager").data().get("inviteMember");

    Graph.Answer resent =
        owner.ask(
            "mutation($i:ID!,$v:Int!){resendInvitation(id:$i,expectedVersion:$v){id}}",
            Map.of("i", invited.get("id").asText(), "v", invited.get("version").asInt()));
    owner
        .ask(
            "mutation($i:ID!,$v:Int!){revokeInvitation(id:$i,expectedVersion:$v){id}}",
            Map.of("i", invited.get("id").asText(), "v", invited.get("version").asInt()))
        .data();
    Graph.Answer again = invite(owner, "eager");

    for (Graph.Answer refused : List.of(resent, again)) {
      assertThat(refused.code()).as("%s", refused.body()).hasValue("RATE_LIMITED");
      assertThat(refused.body().at("/errors/0/extensions/retryAfter").asLong()).isBetween(30L, 60L);
    }
  }

  @Test
  void anAddressGetsSoManyMailsADayFromAllTenantsAndTheirNextOnTheNext() {
    Graph one = new Graph("http://127.0.0.1:" + port, tenants.make("mailing-one").key());
    var made = tenants.make("mailing-other");
    Graph other = new Graph("http://127.0.0.1:" + port, made.key());
    UUID tenant = made.tenant().id();
    invite(one, "victim").data();
    change(
        tenant,
        "UPDATE tenancy.invited_address SET mails = %d WHERE $1::uuid IS NOT NULL AND address_hash = sha256('victim@elsewhere.example')"
            .formatted(TO_AN_ADDRESS - 1));

    invite(other, "victim+again").data();
    Graph.Answer refused = invite(other, "victim");
    change(
        tenant,
        "UPDATE tenancy.invited_address SET day = day - 1 WHERE $1::uuid IS NOT NULL AND address_hash = sha256('victim@elsewhere.example')");
    Graph.Answer nextDay = invite(other, "victim");

    assertThat(refused.code()).as("%s", refused.body()).hasValue("RATE_LIMITED");
    assertThat(refused.message()).contains("to one address");
    assertThat(refused.body().at("/errors/0/extensions/retryAfter").asLong())
        .isBetween(1L, 86_400L);
    assertThat(nextDay.code()).isEmpty();
  }

  @Test
  void whatIsKeptOfAddressesGoesOnTheNextDay() {
    var made = tenants.make("mailing-past");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    change(
        made.tenant().id(),
        """
        INSERT INTO tenancy.invited_address (address_hash, day, mails)
        SELECT sha256(('past ' || $1::uuid || n)::bytea), date '2020-01-01', 1 FROM generate_series(1, 5) AS n
        """);

    invite(owner, "present").data();

    long past =
        people.inThread(
            () ->
                database.transact(
                    made.tenant().id(),
                    tx ->
                        tx.one(
                                "SELECT count(*) AS n FROM tenancy.invited_address WHERE day = date '2020-01-01'")
                            .orElseThrow()
                            .getLong("n")));
    assertThat(past).isZero();
  }

  /** With the tenant as the statement's first parameter. */
  private void change(UUID tenantId, String sql) {
    people.inThread(() -> database.transact(tenantId, tx -> tx.update(sql, tx.tenantId())));
  }

  @Test
  void theLastMailOfADayIsSentAndNoneBeyondItUntilTheNext() {
    var made = tenants.make("writing-to-many");
    var other = tenants.make("writing-to-few");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    hasSent(made.tenant().id(), A_DAY - 1, 0);

    invite(owner, "last").data();
    Graph.Answer refused = invite(owner, "beyond");
    Graph.Answer elsewhere = invite(new Graph("http://127.0.0.1:" + port, other.key()), "beyond");
    hasSent(made.tenant().id(), A_DAY, 1);
    Graph.Answer nextDay = invite(owner, "beyond");

    assertThat(refused.code()).contains("RATE_LIMITED");
    assertThat(refused.body().at("/errors/0/extensions/retryAfter").asLong())
        .isBetween(1L, 86_400L);
    assertThat(elsewhere.code()).isEmpty();
    assertThat(nextDay.code()).isEmpty();
  }
}
