package io.keelson.api.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What the platform did of its own accord is seen by those who may see what it was done to. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class PlatformActsIT {
  private static final Actor ADA = new Actor(Principal.Kind.PERSON, new UUID(1, 1), "ada");

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject Activities activities;
  @Inject PlatformActs acts;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void actsOfThePlatformStandInTheActivityAndThoseOfOthersOnce() {
    TestTenants.Made made = tenants.make("platform-acts");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    UUID tenantId = made.tenant().id();
    String project = made(owner, "createProject(input:{slug:\"acts\",name:\"P\"}){id}", Map.of());
    UUID projectId = GlobalId.decode("p", GraphTypes.PROJECT, project);
    String dataset =
        made(owner, "createDataset(input:{projectId:$x,name:\"d\"}){id}", Map.of("x", project));
    String version = made(owner, "openDatasetVersion(datasetId:$x){id}", Map.of("x", dataset));
    UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
    UUID modelId = model(tenantId, projectId);

    happens(tenantId, projectId, "DatasetVersionRejected", versionId, Map.of("reason", "empty"));
    happens(
        tenantId, projectId, "DatasetVersionErrored", versionId, Map.of("reason", "out of memory"));
    happens(tenantId, projectId, "DatasetVersionValidated", versionId, Map.of());
    happens(
        tenantId,
        projectId,
        "DatasetVersionValidated",
        collected(owner, tenantId, dataset),
        Map.of());
    for (Actor by : List.of(Actor.PLATFORM, ADA)) {
      Map<String, Object> of = Map.of("modelId", modelId.toString(), "startedBy", by.json());
      happens(tenantId, projectId, "RetrainingTriggered", Ids.next(), of);
    }
    happens(
        tenantId,
        projectId,
        "RetrainingEnded",
        Ids.next(),
        Map.of("modelId", modelId.toString(), "status", "DECLINED", "reason", "FEED"));
    happens(
        tenantId,
        projectId,
        "RolloutRolledBack",
        Ids.next(),
        Map.of("endpointId", modelId.toString(), "by", ADA.json()));
    happens(
        tenantId,
        projectId,
        "RevisionFailed",
        Ids.next(),
        Map.of("endpointId", modelId.toString(), "reason", "it does not load"));
    Map<String, Object> paused = Map.of("endpointId", modelId.toString(), "reason", "it refuses");
    happens(tenantId, projectId, "RolloutPaused", Ids.next(), paused); // somebody asked for it
    Map<String, Object> byPlatform = new HashMap<>(paused);
    byPlatform.put("by", Actor.PLATFORM.json());
    happens(tenantId, projectId, "RolloutPaused", Ids.next(), byPlatform);

    Someone engineer = people.join(made.tenant(), "acts-engineer", Grant.of(Role.ENGINEER, null));
    Someone finance = people.join(made.tenant(), "acts-finance", Grant.of(Role.BILLING, null));
    assertThat(ofPlatform(engineer))
        .containsExactly(
            "retrainingDeclined trained",
            "retrainingTriggered trained",
            "versionValidated d v1",
            "versionErrored d v1",
            "versionRejected d v1");
    assertThat(ofPlatform(finance)).as("what may not be seen").isEmpty();
    assertThat(details(tenantId, "rolloutPaused")).containsExactly("{\"reason\": \"it refuses\"}");
    assertThat(details(tenantId, "revisionFailed"))
        .containsExactly("{\"reason\": \"it does not load\"}");
    assertThat(details(tenantId, "versionErrored")).containsExactly("{}");
    assertThat(details(tenantId, "versionRejected"))
        .as("why is read with the version")
        .containsExactly("{}");
    JsonNode shown = owner.ask("{activity(first:1){edges{node{action actor{kind label}}}}}").data();
    assertThat(shown.at("/activity/edges/0/node/actor/kind").asText()).isEqualTo("PLATFORM");
  }

  /** A version that a feed has sealed. */
  private UUID collected(Graph owner, UUID tenantId, String dataset) {
    String version = made(owner, "openDatasetVersion(datasetId:$x){id}", Map.of("x", dataset));
    UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.collector
                (tenant_id, id, project_id, dataset_id, seal_after_rows, seal_after_bytes, seal_after_s, created_at, created_by, created_by_kind)
              SELECT tenant_id, dataset_id, project_id, dataset_id, 1000, 1000, 60, now(), 'me', 'PERSON'
              FROM catalog.dataset_version WHERE tenant_id = $1 AND id = $2
              """,
              tenantId,
              versionId);
          return tx.update(
              """
              INSERT INTO catalog.collected_version (tenant_id, dataset_version_id, collector_id, dead, rows, from_at, to_at)
              SELECT tenant_id, id, dataset_id, false, 1, now(), now()
              FROM catalog.dataset_version WHERE tenant_id = $1 AND id = $2
              """,
              tenantId,
              versionId);
        });
    return versionId;
  }

  private List<String> details(UUID tenantId, String action) {
    return endpoints.transact(
        tenantId,
        tx ->
            tx.list(
                row -> row.getString("detail"),
                "SELECT detail::text AS detail FROM tenancy.audit_entry WHERE tenant_id = $1 AND action = $2",
                tenantId,
                action));
  }

  private List<String> ofPlatform(Someone person) {
    return people
        .inThread(() -> activities.ofTenant(people.rights(person).orElseThrow(), 50, null))
        .items()
        .stream()
        .filter(act -> act.actor().kind() == Principal.Kind.PLATFORM)
        .map(act -> act.action() + " " + act.subject().label())
        .filter(act -> !act.startsWith("createApiKey"))
        .toList();
  }

  private String made(Graph owner, String mutation, Map<String, Object> variables) {
    String declared = variables.isEmpty() ? "" : "($x:ID!)";
    return owner
        .ask("mutation" + declared + "{made:" + mutation + "}", variables)
        .data()
        .at("/made/id")
        .asText();
  }

  private UUID model(UUID tenantId, UUID projectId) {
    UUID id = Ids.next();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.registered_model
                  (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, last_number)
                VALUES ($1, $2, $3, 'trained', now(), 'engineer', 'PERSON', 0)
                """,
                tenantId,
                id,
                projectId));
    return id;
  }

  private void happens(
      UUID tenantId, UUID projectId, String type, UUID subjectId, Map<String, Object> payload) {
    JsonObject said = new JsonObject(payload).copy().put("projectId", projectId.toString());
    endpoints.transact(
        tenantId,
        tx -> {
          acts.handle(
              tx,
              new Event(
                  Ids.next(),
                  tenantId,
                  type,
                  subjectId,
                  said,
                  null,
                  OffsetDateTime.now(ZoneOffset.UTC)));
          return null;
        });
  }
}
