package io.keelson.api.graphql.people;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.invitation.Invitation;
import io.keelson.tenancy.invitation.Invitations;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** From the mail to the membership: once, by whom it is for, as long as the giver may give it. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class InvitationIT {
  private static final String OWN = "{viewer{member{version person{email}}}}";
  private static final String INVITE =
      "mutation($i:InviteMemberInput!){inviteMember(input:$i){id version status email expiresAt grants{role}}}";
  private static final String ACCEPT =
      "mutation($t:String!){acceptInvitation(token:$t){id person{email} grants{role}}}";
  private static final Pattern LINK = Pattern.compile("/invitation#([A-Za-z0-9_-]{43})\\s");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject Invitations invitations;
  @Inject Members members;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String credential) {
    return new Graph("http://127.0.0.1:" + port, credential);
  }

  private Graph person(String username) throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    return graph(SignIn.byPassword(keycloak.issuer(), username, keycloak.demoPassword()).access());
  }

  private static String email(String username) {
    return username + "@demo.keelson.example";
  }

  private static JsonNode invite(Graph caller, String email, String role) {
    return caller
        .ask(INVITE, Map.of("i", Map.of("email", email, "grants", List.of(Map.of("role", role)))))
        .data()
        .get("inviteMember");
  }

  /** The token of the newest mail about the tenant that has another than these. */
  private static String token(Graph person, String tenantName, Set<String> other) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      for (JsonNode mail : person.ask("{localMails{subject body}}").data().get("localMails")) {
        Matcher link = LINK.matcher(mail.get("body").asText());
        if (mail.get("body").asText().contains("the organisation \"" + tenantName + "\"")
            && link.find()
            && !other.contains(link.group(1))) {
          return link.group(1);
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no mail about " + tenantName);
  }

  private static Graph.Answer accept(Graph person, String token) {
    return person.ask(ACCEPT, Map.of("t", token));
  }

  private void forgetWhenItWasMailed(Tenant tenant) {
    people.inThread(
        () ->
            database.transact(
                tenant.id(),
                tx ->
                    tx.update(
                        "UPDATE tenancy.invitation SET asked_at = asked_at - interval '2 minutes' WHERE tenant_id = $1",
                        tx.tenantId())));
  }

  @Test
  void whoeverIsInvitedJoinsOnceWithWhatWasOffered() throws Exception {
    var made = tenants.make("inviting");
    Graph owner = graph(made.key());
    String team =
        owner
            .ask("mutation{createTeam(input:{name:\"Crew\",grants:[{role:BILLING}]}){id}}")
            .data()
            .at("/createTeam/id")
            .asText();
    JsonNode invitation =
        owner
            .ask(
                INVITE,
                Map.of(
                    "i",
                    Map.of(
                        "email",
                        "Engineer@DEMO.keelson.example",
                        "grants",
                        List.of(Map.of("role", "ENGINEER")),
                        "teamIds",
                        List.of(team))))
            .data()
            .get("inviteMember");
    assertThat(invitation.get("status").asText()).isEqualTo("PENDING");
    assertThat(invitation.get("email").asText()).isEqualTo(email("engineer"));

    Graph engineer = person("engineer");
    JsonNode waiting =
        engineer
            .ask("{viewer{canCreateTenant invitations{tenantName grants{role} teams{name}}}}")
            .data()
            .get("viewer");
    assertThat(waiting.get("canCreateTenant").asBoolean()).isTrue();
    assertThat(waiting.get("invitations").toString())
        .contains("\"tenantName\":\"inviting\"", "ENGINEER", "Crew");
    String token = token(engineer, "inviting", Set.of());

    assertThat(accept(person("viewer"), token).code())
        .as("somebody else's token looks like none")
        .hasValue("NOT_FOUND");
    List<Future<Graph.Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        answers.add(threads.submit(() -> accept(engineer, token)));
      }
    }
    List<String> ends = new ArrayList<>();
    for (Future<Graph.Answer> answer : answers) {
      ends.add(answer.get().code().orElse("joined"));
    }
    assertThat(ends).containsOnlyOnce("joined");
    assertThat(Set.copyOf(ends)).isSubsetOf("joined", "NOT_FOUND", "CONFLICT");

    JsonNode joined =
        owner
            .ask(
                "{tenant{members{edges{node{person{email} grants{role} teams{name}}}} invitations(status:ACCEPTED){edges{node{email status}}}}}")
            .data()
            .get("tenant");
    assertThat(joined.at("/members/edges")).hasSize(2);
    assertThat(joined.toString())
        .contains(email("engineer"), "\"grants\":[{\"role\":\"ENGINEER\"}]", "Crew", "ACCEPTED");
    assertThat(accept(engineer, token).code()).hasValue("NOT_FOUND");
  }

  @Test
  void aRepeatedAcceptanceIsAnsweredAsTheFirstOne() throws Exception {
    var made = tenants.make("inviting-again");
    invite(graph(made.key()), email("reviewer"), "VIEWER");
    Graph reviewer = person("reviewer");
    String token = token(reviewer, "inviting-again", Set.of());
    String[] key = {"Idempotency-Key", "join-once"};
    JsonNode first = reviewer.ask(ACCEPT, Map.of("t", token), key).data();
    assertThat(reviewer.ask(ACCEPT, Map.of("t", token), key).data()).isEqualTo(first);
  }

  @Test
  void aRevokedOrResentTokenIsWorthNothing() throws Exception {
    var made = tenants.make("inviting-revoked");
    Graph owner = graph(made.key());
    JsonNode invitation = invite(owner, email("billing"), "VIEWER");
    Graph billing = person("billing");
    String first = token(billing, "inviting-revoked", Set.of());
    String resend =
        "mutation($id:ID!,$v:Int!){resendInvitation(id:$id,expectedVersion:$v){version}}";
    Map<String, ?> meant = Map.of("id", invitation.get("id").asText(), "v", 1);
    assertThat(owner.ask(resend, meant).code())
        .as("a mail a minute at most")
        .hasValue("RATE_LIMITED");
    forgetWhenItWasMailed(made.tenant());
    owner.ask(resend, meant).data();
    assertThat(accept(billing, first).code()).hasValue("NOT_FOUND");
    String second = token(billing, "inviting-revoked", Set.of(first));
    owner
        .ask(
            "mutation($id:ID!){revokeInvitation(id:$id,expectedVersion:2){status}}",
            Map.of("id", invitation.get("id").asText()))
        .data();
    assertThat(accept(billing, second).code()).hasValue("NOT_FOUND");
    assertThat(
            owner
                .ask("{tenant{invitations(status:REVOKED){edges{node{status}}}}}")
                .data()
                .at("/tenant/invitations/edges"))
        .hasSize(1);
  }

  @Test
  void whatIsPastItsEndIsShownExpiredAcceptedByNobodyAndMakesRoomForAnother() throws Exception {
    var made = tenants.make("inviting-late");
    Graph owner = graph(made.key());
    invite(owner, email("admin"), "VIEWER");
    Graph admin = person("admin");
    String token = token(admin, "inviting-late", Set.of());
    assertThat(owner.ask(INVITE, Map.of("i", Map.of("email", email("admin")))).code())
        .as("pending already")
        .hasValue("CONFLICT");
    people.inThread(
        () ->
            database.transact(
                made.tenant().id(),
                tx ->
                    tx.update(
                        "UPDATE tenancy.invitation SET expires_at = now() - interval '1 second', asked_at = now() - interval '1 day' WHERE tenant_id = $1",
                        tx.tenantId())));
    assertThat(accept(admin, token).code()).hasValue("NOT_FOUND");
    assertThat(
            owner
                .ask("{tenant{invitations(status:EXPIRED){edges{node{status}}}}}")
                .data()
                .at("/tenant/invitations/edges"))
        .hasSize(1);
    invite(owner, email("admin"), "VIEWER");
    assertThat(accept(admin, token(admin, "inviting-late", Set.of(token))).code()).isEmpty();
  }

  @Test
  void oneThatHasExpiredIsSentAgainOnlyWhereThereIsRoomForAnother() {
    var made = tenants.make("inviting-full");
    Graph owner = graph(made.key());
    JsonNode invitation = invite(owner, email("admin"), "VIEWER");
    limitMembers(made.tenant(), 1);
    String resend =
        "mutation($id:ID!,$v:Int!){resendInvitation(id:$id,expectedVersion:$v){status}}";
    Map<String, ?> first = Map.of("id", invitation.get("id").asText(), "v", 1);
    Map<String, ?> second = Map.of("id", invitation.get("id").asText(), "v", 2);

    forgetWhenItWasMailed(made.tenant());
    assertThat(owner.ask(resend, first).code()).as("it holds a place already").isEmpty();
    people.inThread(
        () ->
            database.transact(
                made.tenant().id(),
                tx ->
                    tx.update(
                        "UPDATE tenancy.invitation SET expires_at = now() - interval '1 second', asked_at = now() - interval '1 day' WHERE tenant_id = $1",
                        tx.tenantId())));
    assertThat(owner.ask(resend, second).code()).hasValue("QUOTA_EXCEEDED");
    limitMembers(made.tenant(), 2);
    assertThat(owner.ask(resend, second).code()).isEmpty();
  }

  private void limitMembers(Tenant tenant, long most) {
    people.inThread(
        () ->
            database.transact(
                tenant.id(),
                tx ->
                    tx.update(
                        """
                        INSERT INTO tenancy.quota (tenant_id, name, most, set_at)
                        VALUES ($1, 'MEMBERS', $2, now())
                        ON CONFLICT (tenant_id, name) DO UPDATE SET most = excluded.most
                        """,
                        tx.tenantId(),
                        most)));
  }

  @Test
  void aGiverWhoMayNotGiveItAnyMoreGivesNothing() throws Exception {
    var made = tenants.make("inviting-leaver");
    Someone giver = people.join(made.tenant(), "giver", Grant.of(Role.ADMIN, null));
    Someone owner = people.join(made.tenant(), "boss", Grant.of(Role.OWNER, null));
    Invitation invitation =
        people.inThread(
            () ->
                invitations.invite(
                    people.caller(giver),
                    new Invitations.NewInvitation(
                        email("viewer"), List.of(Grant.of(Role.ADMIN, null)), Set.of(), null)));
    Graph viewer = person("viewer");
    String token = token(viewer, "inviting-leaver", Set.of());
    people.inThread(
        () ->
            members.setGrants(
                people.caller(owner), giver.memberId(), 1, List.of(Grant.of(Role.VIEWER, null))));
    assertThat(accept(viewer, token).code()).as("demoted").hasValue("CONFLICT");
    people.inThread(() -> members.remove(people.caller(owner), giver.memberId(), 2));
    Graph.Answer left = accept(viewer, token);
    assertThat(left.code()).as("has left").hasValue("CONFLICT");
    assertThat(left.message()).contains("has left");

    forgetWhenItWasMailed(made.tenant());
    people.inThread(() -> invitations.resend(people.caller(owner), invitation.id(), 1));
    assertThat(accept(viewer, token(viewer, "inviting-leaver", Set.of(token))).code()).isEmpty();
  }

  @Test
  void aGiverWhoMayInviteNobodyAnyMoreLetsNobodyIn() throws Exception {
    var made = tenants.make("inviting-demoted");
    Someone giver = people.join(made.tenant(), "giver", Grant.of(Role.ADMIN, null));
    Someone owner = people.join(made.tenant(), "boss", Grant.of(Role.OWNER, null));
    people.inThread(
        () ->
            invitations.invite(
                people.caller(giver),
                new Invitations.NewInvitation(
                    email("viewer"), List.of(Grant.of(Role.VIEWER, null)), Set.of(), null)));
    Graph viewer = person("viewer");
    String token = token(viewer, "inviting-demoted", Set.of());

    people.inThread(
        () ->
            members.setGrants(
                people.caller(owner), giver.memberId(), 1, List.of(Grant.of(Role.VIEWER, null))));

    assertThat(accept(viewer, token).code())
        .as("a viewer holds what was offered, but lets nobody in")
        .hasValue("CONFLICT");
  }

  @Test
  void nobodyInvitesToMoreThanTheyHold() {
    Graph owner = graph(tenants.make("inviting-more").key());
    String writer =
        owner
            .ask("mutation{createApiKey(input:{name:\"w\",permissions:[MEMBER_WRITE]}){secret}}")
            .data()
            .at("/createApiKey/secret")
            .asText();
    String team =
        owner
            .ask("mutation{createTeam(input:{name:\"Strong\",grants:[{role:ADMIN}]}){id}}")
            .data()
            .at("/createTeam/id")
            .asText();
    for (Map<String, Object> input :
        List.<Map<String, Object>>of(
            Map.of("email", "a@people.example", "grants", List.of(Map.of("role", "OWNER"))),
            Map.of("email", "a@people.example", "teamIds", List.of(team)))) {
      assertThat(graph(writer).ask(INVITE, Map.of("i", input)).code())
          .as("%s", input)
          .hasValue("FORBIDDEN");
    }
    assertThat(owner.ask(INVITE, Map.of("i", Map.of("email", "a b@x.example"))).field())
        .isEqualTo("input.email");
    assertThat(
            owner
                .ask(INVITE, Map.of("i", Map.of("email", "a@people.example", "expiresIn", "P31D")))
                .field())
        .isEqualTo("input.expiresIn");
  }

  @Test
  void aMemberLeavesAndIsOutWithinASecond() throws Exception {
    var made = tenants.make("leaving");
    invite(graph(made.key()), email("engineer"), "VIEWER");
    Graph engineer = person("engineer");
    accept(engineer, token(engineer, "leaving", Set.of())).data();
    String[] there = {"X-Keelson-Tenant", "leaving"};
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (engineer.ask("{tenant{name}}", Map.of(), there).code().isPresent()
        && System.nanoTime() < end) {
      Thread.sleep(50); // that they are no member was known for a second
    }
    assertThat(engineer.ask(OWN, Map.of(), there).data().at("/viewer/member/version").asInt())
        .isEqualTo(1);
    assertThat(graph(made.key()).ask(OWN).data().at("/viewer/member").isNull())
        .as("a key is no member")
        .isTrue();
    assertThat(engineer.ask(OWN).data().at("/viewer/member").isNull())
        .as("a person who has named no tenant")
        .isTrue();
    engineer.ask("mutation{leaveTenant(expectedVersion:1){name}}", Map.of(), there).data();
    assertThat(
            graph(made.key())
                .ask("{tenant{members{edges{node{person{email}}}}}}")
                .data()
                .toString())
        .doesNotContain(email("engineer"));
    assertKnownWithin(
        Duration.ofSeconds(2),
        "they are out",
        () -> engineer.ask("{tenant{name}}", Map.of(), there).code().isPresent());
  }
}
