package io.keelson.api.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.subject.SubjectKind;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutController;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What people decide about deployments and rollouts is seen by those who may see the endpoint. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DeploymentActsIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject Activities activities;
  @Inject SystemDatabase system;
  @Inject TenantDatabase database;
  @Inject RolloutChanges changes;
  @Inject RevisionGate gate;
  @Inject LiveSignals signals;
  @Inject InstantSource clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTenants.Made made;
  private Graph owner;
  private String project;
  private UUID projectId;

  private void begin() {
    made = tenants.make("deployment-acts");
    owner = new Graph("http://127.0.0.1:" + port, made.key());
    project =
        owner
            .ask("mutation{createProject(input:{slug:\"serving\",name:\"Serving\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    projectId = GlobalId.decode("id", GraphTypes.PROJECT, project);
  }

  private int version(String id) {
    return owner
        .ask(
            "query($x:ID!){node(id:$x){... on Endpoint{version} ... on Rollout{version}}}",
            Map.of("x", id))
        .data()
        .at("/node/version")
        .asInt();
  }

  private static String endpoint(Rollouts.Deployed deployed) {
    return GraphTypes.id(GraphTypes.ENDPOINT, deployed.endpointId());
  }

  private void done(String declared, String mutation, Map<String, Object> variables) {
    JsonNode made =
        owner.ask("mutation(" + declared + "){made:" + mutation + "}", variables).data();
    assertThat(made.path("made").isObject()).as(mutation).isTrue();
  }

  private String started(Rollouts.Deployed candidate) {
    endpoints.answers(made.tenant().id(), candidate);
    String rollout =
        owner
            .ask(
                """
                mutation($e:ID!,$r:ID!,$v:Int!){startRollout(input:{endpointId:$e,candidateId:$r,expectedVersion:$v,
                  steps:[{weight:10,hold:"PT5M"},{weight:50,hold:"PT5M"}]}){id}}""",
                Map.of(
                    "e",
                    endpoint(candidate),
                    "r",
                    GraphTypes.id(GraphTypes.REVISION, candidate.revisionId()),
                    "v",
                    version(endpoint(candidate))))
            .data()
            .at("/startRollout/id")
            .asText();
    new RolloutController(system, database, changes, gate, signals, clock).step();
    return rollout;
  }

  private void decided(String mutation, String rollout, String more) {
    done(
        "$r:ID!,$v:Int!",
        mutation + "(input:{id:$r,expectedVersion:$v" + more + "}){status}",
        Map.of("r", rollout, "v", version(rollout)));
  }

  @Test
  void whatPeopleDecideStandsInTheActivityWithTheEndpointAsTheThing() {
    begin();
    UUID tenantId = made.tenant().id();
    endpoints.serve(tenantId, projectId, "wine", null);
    String rollout = started(endpoints.serve(tenantId, projectId, "wine", 0));
    decided("pauseRollout", rollout, "");
    decided("extendRolloutPause", rollout, ",by:\"PT1H\"");
    decided("resumeRollout", rollout, "");
    decided("abortRollout", rollout, ",reason:\"not today\"");
    endpoints.serve(tenantId, projectId, "cider", null);
    decided("promoteRollout", started(endpoints.serve(tenantId, projectId, "cider", 0)), "");
    endpoints.serve(tenantId, projectId, "beer", null);
    Rollouts.Deployed canary = endpoints.serve(tenantId, projectId, "beer", 10);
    done(
        "$e:ID!,$v:Int!",
        "rollBack(endpointId:$e,expectedVersion:$v){id}",
        Map.of("e", endpoint(canary), "v", version(endpoint(canary))));
    done(
        "$p:ID!,$m:ID!",
        "deploy(input:{projectId:$p,endpointName:\"ale\",modelVersionId:$m}){id}",
        Map.of("p", project, "m", GraphTypes.id(GraphTypes.MODEL_VERSION, approved(tenantId))));

    Someone engineer = people.join(made.tenant(), "deploys-eng", Grant.of(Role.ENGINEER, null));
    Someone finance = people.join(made.tenant(), "deploys-fin", Grant.of(Role.BILLING, null));
    String[] expected = {
      "deploy ale",
      "rollBack beer",
      "promoteRollout cider",
      "startRollout cider",
      "abortRollout wine",
      "resumeRollout wine",
      "extendRolloutPause wine",
      "pauseRollout wine",
      "startRollout wine"
    };
    assertThat(ofEndpoints(engineer, null)).as("of the organisation").containsExactly(expected);
    assertThat(ofEndpoints(engineer, projectId)).as("of the project").containsExactly(expected);
    assertThat(ofEndpoints(finance, null)).as("what may not be seen").isEmpty();
    assertThat(ofEndpoints(finance, projectId)).isEmpty();
  }

  private List<String> ofEndpoints(Someone person, UUID project) {
    Stream<Activity> found =
        people
            .inThread(
                () ->
                    project == null
                        ? activities.ofTenant(people.rights(person).orElseThrow(), 50, null)
                        : activities.ofProject(
                            people.rights(person).orElseThrow(), project, 50, null))
            .items()
            .stream();
    return found
        .filter(act -> act.subject().key().kind() == SubjectKind.ENDPOINT)
        .map(act -> act.action() + " " + act.subject().label())
        .toList();
  }

  /** As the registry writes it. */
  private UUID approved(UUID tenantId) {
    String experiment =
        owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createExperiment/id")
            .asText();
    String run =
        owner
            .ask(
                "mutation($e:ID!){createRun(input:{experimentId:$e}){id}}", Map.of("e", experiment))
            .data()
            .at("/createRun/id")
            .asText();
    UUID id = Ids.next();
    String digest = "sha256:" + "a".repeat(64);
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.registered_model (tenant_id, id, project_id, name, last_number, created_by, created_at)
              VALUES ($1, $2, $3, 'ale', 1, 'test', now())
              """,
              tenantId,
              id,
              projectId);
          tx.update(
              """
              INSERT INTO catalog.model_version
                (tenant_id, id, project_id, model_id, number, status, format, digest, size_bytes, run_id, author,
                 created_at)
              VALUES ($1, $2, $3, $2, 1, 'APPROVED', 'onnx', $4, 1, $5, 'test', now())
              """,
              tenantId,
              id,
              projectId,
              digest,
              GlobalId.decode("run", GraphTypes.RUN, run));
          return tx.update(
              """
              INSERT INTO catalog.model_file (tenant_id, model_version_id, project_id, path, digest, size_bytes, added_at)
              VALUES ($1, $2, $3, 'model.onnx', $4, 1, now())
              """,
              tenantId,
              id,
              projectId,
              digest);
        });
    return id;
  }
}
