package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Endpoints through the API; what carries their traffic out is tested with the gateway. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class EndpointIT {
  private static final String SET_TRAFFIC =
      "mutation($i:SetTrafficInput!){setTraffic(input:$i){version revisions{number status weight}}}";
  private static final String ROLL_BACK =
      """
      mutation($e:ID!,$v:Int!){
        rollBack(endpointId:$e,expectedVersion:$v){
          version revisions{number status weight submitter{kind label}}
        }
      }""";

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "keelson.gateway.port")
  int gatewayPort;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private UUID project(Graph owner) {
    return GlobalId.decode(
        "id",
        GraphTypes.PROJECT,
        owner
            .ask("mutation{createProject(input:{slug:\"serving\",name:\"Serving\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText());
  }

  private static String id(Rollouts.Deployed deployed) {
    return GraphTypes.id(GraphTypes.ENDPOINT, deployed.endpointId());
  }

  private static Map<String, Object> share(Rollouts.Deployed deployed, int weight) {
    return Map.of(
        "revisionId", GraphTypes.id(GraphTypes.REVISION, deployed.revisionId()), "weight", weight);
  }

  private static int version(Graph caller, Rollouts.Deployed deployed) {
    return caller
        .ask("query($e:ID!){node(id:$e){... on Endpoint{version}}}", Map.of("e", id(deployed)))
        .data()
        .at("/node/version")
        .asInt();
  }

  private static Map<String, Object> split(
      Rollouts.Deployed endpoint, int version, List<Map<String, Object>> weights) {
    return Map.of(
        "i", Map.of("endpointId", id(endpoint), "expectedVersion", version, "weights", weights));
  }

  @Test
  void anEndpointSaysWhereItIsWhatItCarriesAndWhatItCosts() {
    TestTenants.Made made = tenants.make("endpoint-fields");
    Graph owner = graph(made.key());
    UUID project = project(owner);
    Rollouts.Deployed deployed = endpoints.serve(made.tenant().id(), project, "wine", null);
    OffsetDateTime minute =
        OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).minusMinutes(10);
    endpoints.countTen(made.tenant().id(), deployed, minute);
    endpoints.bill(made.tenant().id(), project, deployed.endpointId(), minute);
    endpoints.bill(made.tenant().id(), project, Ids.next(), minute);

    JsonNode node =
        owner
            .ask(
                """
                query($e:ID!,$p:PeriodInput!){node(id:$e){... on Endpoint{
                  url grpcTarget project{slug} creator{kind id label}
                  scaling{min max wanted ready reason}
                  traffic(period:$p){at requests errors p50Ms inFlight}
                  cost(period:$p){total{amount} lines(by:[METER]){meter quantity amount{amount}}}
                }}}""",
                Map.of(
                    "e",
                    id(deployed),
                    "p",
                    Map.of(
                        "from", minute.minusHours(1).toString(),
                        "to", minute.plusHours(1).toString())))
            .data()
            .get("node");

    assertThat(node.get("url").asText())
        .isEqualTo("http://127.0.0.1:" + gatewayPort + "/v2/models/wine");
    assertThat(node.get("grpcTarget").asText()).isEqualTo("127.0.0.1:" + gatewayPort);
    assertThat(node.at("/project/slug").asText()).isEqualTo("serving");
    assertThat(node.at("/creator/kind").asText()).isEqualTo("PERSON");
    assertThat(node.at("/creator/id").asText()).isEqualTo(TestEndpoints.ENGINEER.id().toString());
    assertThat(node.at("/creator/label").asText()).isEqualTo("engineer");
    assertThat(node.at("/scaling/min").asInt()).isEqualTo(1);
    assertThat(node.at("/scaling/max").asInt()).isEqualTo(2);
    assertThat(node.at("/scaling/wanted").asInt()).isEqualTo(1);
    assertThat(node.at("/scaling/ready").asInt()).isZero();
    assertThat(node.at("/scaling/reason").asText())
        .isEqualTo("revision 1 replaces 1 of 1 replicas");
    assertThat(node.get("traffic")).hasSize(1);
    assertThat(node.at("/traffic/0/requests").asLong()).isEqualTo(10);
    assertThat(node.at("/traffic/0/errors").asLong()).isEqualTo(1);
    assertThat(node.at("/traffic/0/inFlight").asDouble()).isEqualTo(0.001);
    assertThat(node.at("/cost/lines")).hasSize(1);
    assertThat(node.at("/cost/lines/0/quantity").asText()).startsWith("1000");
    assertThat(new BigDecimal(node.at("/cost/lines/0/amount/amount").asText()))
        .isEqualByComparingTo(node.at("/cost/total/amount").asText())
        .isPositive();
  }

  @Test
  void trafficIsToldApartByRevision() {
    TestTenants.Made made = tenants.make("traffic-by-revision");
    UUID tenant = made.tenant().id();
    Graph owner = graph(made.key());
    UUID project = project(owner);
    Rollouts.Deployed first = endpoints.serve(tenant, project, "wine", null);
    Rollouts.Deployed canary = endpoints.serve(tenant, project, "wine", 10);
    Rollouts.Deployed other = endpoints.serve(tenant, project, "other", null);
    OffsetDateTime minute =
        OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).minusMinutes(10);
    endpoints.countTen(tenant, first, minute);
    endpoints.countTen(tenant, first, minute); // by another gateway
    endpoints.countTen(tenant, first, minute.plusMinutes(3));
    endpoints.countTen(tenant, canary, minute.plusMinutes(3));
    endpoints.countTen(tenant, canary, minute.minusMinutes(1));
    endpoints.countTen(tenant, other, minute);

    JsonNode apart = byRevision(owner, first, minute, 60);

    assertThat(apart).hasSize(2);
    assertThat(apart.at("/0/revision/number").asInt()).isEqualTo(1);
    assertThat(apart.at("/0/buckets").findValuesAsText("requests")).containsExactly("20", "10");
    assertThat(apart.at("/0/buckets").findValuesAsText("errors")).containsExactly("2", "1");
    assertThat(OffsetDateTime.parse(apart.at("/0/buckets/1/at").asText()))
        .isEqualTo(minute.plusMinutes(3));
    assertThat(apart.at("/0/buckets/0/p95Ms").isNumber()).isTrue();
    assertThat(apart.at("/1/revision/number").asInt()).isEqualTo(2);
    assertThat(apart.at("/1/buckets").findValuesAsText("requests")).containsExactly("10");
    assertThat(byRevision(owner, first, minute, 1).at("/0/buckets").findValuesAsText("requests"))
        .containsExactly("30");
  }

  private static JsonNode byRevision(
      Graph caller, Rollouts.Deployed endpoint, OffsetDateTime from, int buckets) {
    return askByRevision(caller, endpoint, from, from.plusHours(1), buckets)
        .data()
        .at("/node/trafficByRevision");
  }

  private static Graph.Answer askByRevision(
      Graph caller,
      Rollouts.Deployed endpoint,
      OffsetDateTime from,
      OffsetDateTime to,
      Integer buckets) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("e", id(endpoint));
    variables.put("p", Map.of("from", from.toString(), "to", to.toString()));
    variables.put("n", buckets);
    return caller.ask(
        """
        query($e:ID!,$p:PeriodInput!,$n:Int){node(id:$e){... on Endpoint{
          trafficByRevision(period:$p,buckets:$n){
            revision{number} buckets{at requests errors p95Ms}}
        }}}""",
        variables);
  }

  @Test
  void replicasAreToldOverTimeToWhoMayReadTheEndpoint() {
    TestTenants.Made made = tenants.make("replica-history");
    Graph owner = graph(made.key());
    Rollouts.Deployed endpoint = endpoints.serve(made.tenant().id(), project(owner), "wine", null);
    endpoints.answers(made.tenant().id(), endpoint);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    Map<String, Object> asked = new HashMap<>();
    asked.put("e", id(endpoint));
    asked.put("p", Map.of("from", now.minusHours(1).toString(), "to", now.plusHours(1).toString()));
    String query =
        """
        query($e:ID!,$p:PeriodInput!,$n:Int){node(id:$e){... on Endpoint{
          replicaHistory(period:$p,buckets:$n){at ready started ended}}}}""";
    asked.put("n", 2);

    JsonNode buckets = owner.ask(query, asked).data().at("/node/replicaHistory");

    assertThat(buckets.findValuesAsText("ready")).containsExactly("0", "1");
    assertThat(buckets.findValuesAsText("started")).containsExactly("0", "1");
    assertThat(buckets.findValuesAsText("ended")).containsExactly("0", "0");
    Graph stranger = graph(tenants.make("replica-stranger").key());
    assertThat(stranger.ask(query, asked).data().get("node").isNull()).isTrue();
    for (Integer wrong : Arrays.asList(0, 201, null)) {
      asked.put("n", wrong);
      assertThat(owner.ask(query, asked).code()).as("%s buckets", wrong).hasValue("VALIDATION");
    }
  }

  @Test
  void trafficByRevisionHasBounds() {
    TestTenants.Made made = tenants.make("traffic-bounds");
    Graph owner = graph(made.key());
    Rollouts.Deployed endpoint = endpoints.serve(made.tenant().id(), project(owner), "wine", null);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    OffsetDateTime hourAgo = now.minusHours(1);

    for (Integer buckets : Arrays.asList(0, -1, 201, Integer.MAX_VALUE, null)) {
      Graph.Answer answer = askByRevision(owner, endpoint, hourAgo, now, buckets);
      assertThat(answer.code()).as("%s buckets", buckets).hasValue("VALIDATION");
      assertThat(answer.field()).isEqualTo("buckets");
    }
    assertThat(askByRevision(owner, endpoint, now.minusDays(32), now, 1).code())
        .hasValue("VALIDATION");
    assertThat(askByRevision(owner, endpoint, now, hourAgo, 1).code()).hasValue("VALIDATION");
    assertThat(askByRevision(owner, endpoint, now, now, 1).code()).hasValue("VALIDATION");
  }

  @Test
  void trafficIsSplitByWhoMayAndSaysSoInTheAuditLog() {
    TestTenants.Made made = tenants.make("split");
    Graph owner = graph(made.key());
    UUID project = project(owner);
    Rollouts.Deployed first = endpoints.serve(made.tenant().id(), project, "wine", null);
    Rollouts.Deployed canary = endpoints.serve(made.tenant().id(), project, "wine", 10);
    int version = version(owner, first);
    List<Map<String, Object>> half = List.of(share(first, 50), share(canary, 50));

    Graph viewer = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    assertThat(viewer.ask(SET_TRAFFIC, split(first, version, half)).code()).hasValue("FORBIDDEN");
    assertThat(owner.ask(SET_TRAFFIC, split(first, version - 1, half)).code()).hasValue("CONFLICT");
    Graph.Answer short99 =
        owner.ask(SET_TRAFFIC, split(first, version, List.of(share(first, 50), share(canary, 49))));
    assertThat(short99.code()).hasValue("VALIDATION");
    assertThat(short99.field()).isEqualTo("input.weights");
    JsonNode after = owner.ask(SET_TRAFFIC, split(first, version, half)).data().get("setTraffic");

    assertThat(after.get("version").asInt()).isEqualTo(version + 1);
    assertThat(after.at("/revisions/0/weight").asInt()).isEqualTo(50);
    assertThat(after.at("/revisions/1/weight").asInt()).isEqualTo(50);
    JsonNode log =
        owner
            .ask(
                """
                {auditLog(period:{from:"2026-01-01T00:00:00Z",to:"2027-12-31T00:00:00Z"})
                  {edges{node{action outcome targetId}}}}""")
            .data();
    assertThat(log.toString()).contains("\"action\":\"setTraffic\",\"outcome\":\"DONE\"");
  }

  @Test
  void aCanaryIsRolledBack() {
    TestTenants.Made made = tenants.make("roll-back");
    Graph owner = graph(made.key());
    UUID project = project(owner);
    Rollouts.Deployed first = endpoints.serve(made.tenant().id(), project, "wine", null);
    assertThat(owner.ask(ROLL_BACK, back(first, version(owner, first))).code())
        .hasValue("CONFLICT");
    endpoints.serve(made.tenant().id(), project, "wine", 10);
    int version = version(owner, first);
    assertThat(owner.ask(ROLL_BACK, back(first, version - 1)).code()).hasValue("CONFLICT");

    JsonNode after = owner.ask(ROLL_BACK, back(first, version)).data().get("rollBack");

    assertThat(after.at("/revisions/0/status").asText()).isEqualTo("DRAINING");
    assertThat(after.at("/revisions/1/weight").asInt()).isEqualTo(100);
  }

  private static Map<String, Object> back(Rollouts.Deployed deployed, int version) {
    return Map.of("e", id(deployed), "v", version);
  }

  @Test
  void whatIsStartedAgainByARollbackPassesTheGateOfADeployment() {
    TestTenants.Made made = tenants.make("gate");
    Graph owner = graph(made.key());
    UUID project = project(owner);
    UUID model = approvedVersion(owner, made, project);
    Rollouts.Deployed first = endpoints.deploy(made.tenant().id(), project, "wine", model, null);
    endpoints.becomeReady(made.tenant().id(), first);
    endpoints.serve(made.tenant().id(), project, "wine", null);
    setStatus(made, model, "ARCHIVED");
    Graph.Answer archived = owner.ask(ROLL_BACK, back(first, version(owner, first)));
    assertThat(archived.code()).hasValue("CONFLICT");
    assertThat(archived.message()).contains("ARCHIVED");

    setStatus(made, model, "APPROVED");
    JsonNode after =
        owner.ask(ROLL_BACK, back(first, version(owner, first))).data().get("rollBack");

    assertThat(after.at("/revisions/0/number").asInt()).isEqualTo(3);
    assertThat(after.at("/revisions/0/status").asText()).isEqualTo("PENDING");
    assertThat(after.at("/revisions/0/submitter/kind").asText()).isEqualTo("API_KEY");
    assertThat(after.at("/revisions/0/submitter/label").asText()).isEqualTo("key:owner");
    assertThat(after.at("/revisions/2/submitter/kind").asText()).isEqualTo("PERSON");
    assertThat(after.at("/revisions/1/weight").asInt()).isEqualTo(100);
    assertThat(after.at("/revisions/2/status").asText()).isEqualTo("DRAINING");
  }

  @Test
  void aModelSaysWhereItAnswersToWhoeverMayReadEndpoints() {
    TestTenants.Made made = tenants.make("live-models");
    Graph owner = graph(made.key());
    UUID project = project(owner);
    UUID model = approvedVersion(owner, made, project);
    UUID tenant = made.tenant().id();
    endpoints.becomeReady(tenant, endpoints.deploy(tenant, project, "wine", model, null));
    endpoints.serve(tenant, project, "wine", 20);
    endpoints.deploy(tenant, project, "wine-next", model, null);
    endpoints.serve(tenant, project, "other", null);

    JsonNode live = liveRevisions(owner);

    assertThat(live).as("neither what is on its way nor another model").hasSize(1);
    assertThat(live.at("/0/weight").asInt()).isEqualTo(80);
    assertThat(live.at("/0/endpoint/name").asText()).isEqualTo("wine");
    assertThat(live.at("/0/modelVersion/number").asInt()).isEqualTo(1);
    String key =
        owner
            .ask("mutation{createApiKey(input:{name:\"reader\",permissions:[MODEL_READ]}){secret}}")
            .data()
            .at("/createApiKey/secret")
            .asText();
    assertThat(liveRevisions(graph(key))).isEmpty();
  }

  private static JsonNode liveRevisions(Graph caller) {
    return caller
        .ask(
            "{models{edges{node{name liveRevisions{weight endpoint{name} modelVersion{number}}}}}}")
        .data()
        .at("/models/edges/0/node/liveRevisions");
  }

  private void setStatus(TestTenants.Made made, UUID model, String status) {
    endpoints.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                "UPDATE catalog.model_version SET status = $3 WHERE tenant_id = $1 AND id = $2",
                made.tenant().id(),
                model,
                status));
  }

  /** As the registry writes it. */
  private UUID approvedVersion(Graph owner, TestTenants.Made made, UUID project) {
    String experiment =
        owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
                Map.of("p", GraphTypes.id(GraphTypes.PROJECT, project)))
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
    UUID model = Ids.next();
    endpoints.transact(
        made.tenant().id(),
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.registered_model (tenant_id, id, project_id, name, created_by, created_at)
              VALUES ($1, $2, $3, 'wine', 'test', now())
              """,
              made.tenant().id(),
              model,
              project);
          return tx.update(
              """
              INSERT INTO catalog.model_version
                (tenant_id, id, project_id, model_id, number, status, format, digest, size_bytes, run_id, author,
                 created_at)
              VALUES ($1, $2, $3, $2, 1, 'APPROVED', 'onnx', $4, 1, $5, 'test', now())
              """,
              made.tenant().id(),
              model,
              project,
              "sha256:" + "a".repeat(64),
              GlobalId.decode("run", GraphTypes.RUN, run));
        });
    return model;
  }
}
