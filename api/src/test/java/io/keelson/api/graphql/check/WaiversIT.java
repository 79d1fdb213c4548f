package io.keelson.api.graphql.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.catalog.waiver.SelfWaiver;
import io.keelson.api.catalog.waiver.Waiver;
import io.keelson.api.catalog.waiver.Waivers;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.StoredChecks;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.api.testing.VersionFiles;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A failed check is let pass by two people, for a while; what jobs read follows. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class WaiversIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject VersionFiles files;
  @Inject Waivers waivers;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTenants.Made made;
  private Graph owner;
  private String project;
  private String version;
  private String validation;

  /** A version that was REJECTED since one check failed. */
  private void begin(String slug) {
    made = tenants.make(slug);
    owner = new Graph("http://127.0.0.1:" + port, made.key());
    project = id("createProject(input:{slug:\"wine\",name:\"Wine\"}){id}", Map.of());
    String dataset =
        id("createDataset(input:{projectId:$p,name:\"wine\"}){id}", Map.of("p", project));
    String suite =
        id(
            "setExpectations(input:{datasetId:$d,expectedVersion:0,expectations:[{name:\"expect_column_to_exist\",column:\"a\"}]}){id}",
            Map.of("d", dataset));
    version = id("openDatasetVersion(datasetId:$d){id}", Map.of("d", dataset));
    files.add(made.tenant().id(), version, "a.csv");
    id("sealDatasetVersion(id:$v){id}", Map.of("v", version));
    move("VALIDATING");
    move("REJECTED");
    validation =
        StoredChecks.failed(
            endpoints,
            made.tenant().id(),
            GlobalId.decode("id", GraphTypes.PROJECT, project),
            version,
            suite);
  }

  private void move(String status) {
    UUID tenantId = made.tenant().id();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                UPDATE catalog.dataset_version
                SET status = $3, rejection = CASE $3 WHEN 'REJECTED' THEN '1 of 1 checks failed' END
                WHERE tenant_id = $1 AND id = $2
                """,
                tenantId,
                GlobalId.decode("id", GraphTypes.DATASET_VERSION, version),
                status));
  }

  private String id(String mutation, Map<String, String> variables) {
    StringBuilder declared = new StringBuilder();
    variables.keySet().forEach(name -> declared.append('$').append(name).append(":ID!,"));
    String head = variables.isEmpty() ? "mutation" : "mutation(" + declared + ")";
    return owner
        .ask(head + "{" + mutation + "}", variables)
        .data()
        .elements()
        .next()
        .path("id")
        .asText();
  }

  private Graph.Answer ask(int number, String reason, OffsetDateTime endsAt) {
    Map<String, Object> input = new HashMap<>();
    input.put("validationId", validation);
    input.put("number", number);
    input.put("reason", reason);
    input.put("endsAt", endsAt.toString());
    return owner.ask(
        "mutation($i:AskForWaiverInput!){askForWaiver(input:$i){id status version askedBy{label} validation{id}}}",
        Map.of("i", input));
  }

  private Graph.Answer job(String requires) {
    return owner.ask(
        "mutation($p:ID!,$v:ID!){submitJob(input:{projectId:$p,name:\"j\",command:[\"true\"],inputs:[{datasetVersionId:$v,path:\"in\"}]"
            + (requires == null ? "" : ",requires:" + requires)
            + "}){id}}",
        Map.of("p", project, "v", version));
  }

  private JsonNode seen() {
    return owner
        .ask(
            "query($v:ID!){node(id:$v){... on DatasetVersion{status waivedUntil validation{waivers{id status version decidedBy{label} comment}}}}}",
            Map.of("v", version))
        .data()
        .path("node");
  }

  private static OffsetDateTime inDays(int days) {
    return OffsetDateTime.now(ZoneOffset.UTC).plusDays(days);
  }

  private Waivers.DecideWaiver decision(String waiver, int expectedVersion) {
    return new Waivers.DecideWaiver(
        GlobalId.decode("id", GraphTypes.WAIVER, waiver), expectedVersion, "seen");
  }

  private List<String> toDecide(TestPeople.Someone person) {
    return people.inThread(() -> waivers.toDecide(people.rights(person).orElseThrow())).stream()
        .map(Waiver::reason)
        .toList();
  }

  private UUID writeOnly() {
    String role =
        owner
            .ask("mutation{createRole(input:{name:\"writer\",permissions:[DATASET_WRITE]}){id}}")
            .data()
            .at("/createRole/id")
            .asText();
    return GlobalId.decode("id", GraphTypes.ROLE, role);
  }

  @Test
  void twoPeopleLetAFailedCheckPass() {
    begin("waiver-two");
    assertThat(job(null).code()).as("it is REJECTED").hasValue("CONFLICT");
    String waiver = ask(1, "the scale was off", inDays(3)).data().at("/askForWaiver/id").asText();
    assertThat(job(null).code()).as("asking is not enough").hasValue("CONFLICT");

    Graph.Answer own =
        owner.ask(
            "mutation($w:ID!){grantWaiver(input:{id:$w,expectedVersion:1}){id}}",
            Map.of("w", waiver));
    assertThat(own.code()).hasValue("FORBIDDEN");
    assertThat(own.message()).contains("someone other");
    assertThat(job(null).code()).hasValue("CONFLICT");

    var second = people.join(made.tenant(), "second", Grant.of(Role.ENGINEER, null));
    var viewer = people.join(made.tenant(), "viewer", Grant.of(Role.VIEWER, null));
    assertThat(toDecide(second)).containsExactly("the scale was off");
    assertThat(toDecide(viewer)).as("who may not grant it").isEmpty();
    var writer = people.join(made.tenant(), "writer", Grant.ofCustom(writeOnly(), null));
    assertThat(toDecide(writer)).as("who may not read what it is about").isEmpty();
    people.inThread(() -> waivers.grant(people.caller(second), decision(waiver, 1)));
    assertThat(toDecide(second)).isEmpty();

    JsonNode granted = seen();
    assertThat(granted.path("status").asText()).isEqualTo("REJECTED");
    assertThat(granted.path("waivedUntil").isNull()).isFalse();
    assertThat(granted.at("/validation/waivers/0/status").asText()).isEqualTo("GRANTED");
    assertThat(granted.at("/validation/waivers/0/decidedBy/label").asText()).isEqualTo("second");
    assertThat(job(null).code()).isEmpty();
    assertThat(job("VALIDATED").code()).isEmpty();

    assertThat(
            owner
                .ask(
                    "mutation($w:ID!){endWaiver(input:{id:$w,expectedVersion:2}){status}}",
                    Map.of("w", waiver))
                .data()
                .at("/endWaiver/status")
                .asText())
        .isEqualTo("ENDED");
    assertThat(job(null).code()).as("it was taken back").hasValue("CONFLICT");
    assertThat(seen().path("waivedUntil").isNull()).isTrue();
  }

  @Test
  void aWaiverEndsByItself() {
    begin("waiver-ends");
    String waiver = ask(1, "for now", inDays(1)).data().at("/askForWaiver/id").asText();
    var second = people.join(made.tenant(), "second", Grant.of(Role.ENGINEER, null));
    people.inThread(() -> waivers.grant(people.caller(second), decision(waiver, 1)));
    assertThat(job(null).code()).isEmpty();
    UUID tenantId = made.tenant().id();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                "UPDATE catalog.waiver SET ends_at = now() - interval '1 second' WHERE tenant_id = $1",
                tenantId));

    assertThat(job(null).code()).hasValue("CONFLICT");
    assertThat(ask(1, "once more", inDays(1)).code()).as("another may be asked for").isEmpty();
    assertThatThrownBy(
            () -> people.inThread(() -> waivers.grant(people.caller(second), decision(waiver, 2))))
        .hasMessageContaining("waiver");
  }

  @Test
  void nobodyGrantsUnderAnotherKeyOfTheirs() {
    begin("waiver-own");
    var person = people.join(made.tenant(), "one", Grant.of(Role.ENGINEER, null));
    var asked =
        people.inThread(
            () ->
                waivers.ask(
                    people.caller(person),
                    new Waivers.AskForWaiver(
                        GlobalId.decode("id", GraphTypes.VALIDATION, validation),
                        1,
                        "mine",
                        inDays(1))));
    assertThatThrownBy(
            () ->
                people.inThread(
                    () ->
                        waivers.grant(
                            people.caller(person), new Waivers.DecideWaiver(asked.id(), 1, null))))
        .hasRootCauseInstanceOf(SelfWaiver.class);
    assertThat(
            owner
                .ask(
                    "mutation($w:ID!){declineWaiver(input:{id:$w,expectedVersion:1,comment:\"no\"}){status comment}}",
                    Map.of("w", GraphTypes.id(GraphTypes.WAIVER, asked.id())))
                .data()
                .at("/declineWaiver/status")
                .asText())
        .isEqualTo("DECLINED");
  }

  @Test
  void whatOneKeyMakesIsOnePartyWithIt() {
    begin("waiver-made");
    Graph one = account(owner, "one");
    Graph other = account(owner, "other");
    Graph nested = account(other, "nested");
    String waiver = asked(one);

    for (Graph same : List.of(one, other, nested, owner)) {
      Graph.Answer granted = grant(same, waiver);
      assertThat(granted.code()).hasValue("FORBIDDEN");
      assertThat(granted.message()).contains("someone other");
    }
    Graph another =
        new Graph("http://127.0.0.1:" + port, tenants.keyFor(made.tenant(), Role.ENGINEER));
    assertThat(grant(another, waiver).code()).isEmpty();
  }

  /** A service account with an owner's rights but for being one, that this caller makes. */
  private Graph account(Graph maker, String name) {
    String account =
        maker
            .ask(
                "mutation{createServiceAccount(input:{name:\"%s\",grants:[{role:ADMIN}]}){id}}"
                    .formatted(name))
            .data()
            .at("/createServiceAccount/id")
            .asText();
    String secret =
        maker
            .ask(
                "mutation($a:ID!){createApiKey(input:{name:\"k\",serviceAccountId:$a}){secret}}",
                Map.of("a", account))
            .data()
            .at("/createApiKey/secret")
            .asText();
    return new Graph("http://127.0.0.1:" + port, secret);
  }

  private String asked(Graph asker) {
    return asker
        .ask(
            "mutation($v:ID!){askForWaiver(input:{validationId:$v,number:1,reason:\"x\",endsAt:\"%s\"}){id}}"
                .formatted(inDays(1)),
            Map.of("v", validation))
        .data()
        .at("/askForWaiver/id")
        .asText();
  }

  private static Graph.Answer grant(Graph granter, String waiver) {
    return granter.ask(
        "mutation($w:ID!){grantWaiver(input:{id:$w,expectedVersion:1}){id}}", Map.of("w", waiver));
  }

  @Test
  void whatIsAskedForIsNamedAndBounded() {
    begin("waiver-bounds");
    assertThat(ask(2, "none", inDays(1)).field()).isEqualTo("input.number");
    assertThat(ask(1, " ", inDays(1)).field()).isEqualTo("input.reason");
    assertThat(ask(1, "past", inDays(-1)).field()).isEqualTo("input.endsAt");
    assertThat(ask(1, "far", inDays(91)).field()).isEqualTo("input.endsAt");
    assertThat(ask(1, "once", inDays(1)).code()).isEmpty();
    assertThat(ask(1, "twice", inDays(1)).code()).hasValue("CONFLICT");
  }

  @Test
  void whoeverNeedsValidatedDataGetsNoOther() {
    begin("waiver-gate");
    String dataset =
        id("createDataset(input:{projectId:$p,name:\"plain\"}){id}", Map.of("p", project));
    version = id("openDatasetVersion(datasetId:$d){id}", Map.of("d", dataset));
    files.add(made.tenant().id(), version, "a.csv");
    id("sealDatasetVersion(id:$v){id}", Map.of("v", version));

    assertThat(job("SEALED").code()).isEmpty();
    Graph.Answer early = job("VALIDATED");
    assertThat(early.code()).hasValue("CONFLICT");
    assertThat(early.message()).contains("SEALED (expected: VALIDATED");
    move("VALIDATING");
    move("VALIDATED");
    assertThat(job("VALIDATED").code()).isEmpty();
  }
}
