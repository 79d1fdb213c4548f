package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutController;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rollouts through the API; what carries them out is tested with the gateway. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RolloutIT {
  private static final String START =
      """
      mutation($i:StartRolloutInput!){
        startRollout(input:$i){id status step steps{number weight hold} baseline{number} candidate{number} version}
      }""";

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
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
  private UUID project;
  private Rollouts.Deployed baseline;
  private Rollouts.Deployed candidate;

  @BeforeEach
  void serve(TestInfo test) {
    made = tenants.make("rollout-" + Math.floorMod(test.getDisplayName().hashCode(), 10_000));
    owner = new Graph("http://127.0.0.1:" + port, made.key());
    project =
        GlobalId.decode(
            "id",
            GraphTypes.PROJECT,
            owner
                .ask("mutation{createProject(input:{slug:\"serving\",name:\"Serving\"}){id}}")
                .data()
                .at("/createProject/id")
                .asText());
    baseline = endpoints.serve(made.tenant().id(), project, "wine", null);
    candidate = endpoints.serve(made.tenant().id(), project, "wine", 0);
    endpoints.answers(made.tenant().id(), candidate);
  }

  private String endpoint() {
    return GraphTypes.id(GraphTypes.ENDPOINT, baseline.endpointId());
  }

  private int endpointVersion() {
    return owner
        .ask("query($e:ID!){node(id:$e){... on Endpoint{version}}}", Map.of("e", endpoint()))
        .data()
        .at("/node/version")
        .asInt();
  }

  private Map<String, Object> wanted() {
    Map<String, Object> input = new HashMap<>();
    input.put("endpointId", endpoint());
    input.put("candidateId", GraphTypes.id(GraphTypes.REVISION, candidate.revisionId()));
    input.put("expectedVersion", endpointVersion());
    input.put(
        "steps",
        List.of(Map.of("weight", 10, "hold", "PT5M"), Map.of("weight", 50, "hold", "PT10M")));
    return input;
  }

  private void look() {
    new RolloutController(system, database, changes, gate, signals, clock).step();
  }

  private JsonNode rollout(String id) {
    return owner
        .ask(
            """
            query($r:ID!){node(id:$r){... on Rollout{
              status step stepSince pause pausedUntil reason version creator{kind} logLimit
              endpoint{name rollout{id} revisions{number weight status} rollouts{edges{node{id}}}}
              steps{number baselineRequests candidateErrors}
              evidence{edges{node{step weight logEvidence logCallerEvidence verdict}}}
            }}}""",
            Map.of("r", id))
        .data()
        .path("node");
  }

  private Graph.Answer decide(String mutation, String id, int version) {
    return owner.ask(
        "mutation($r:ID!,$v:Int!){%s(input:{id:$r,expectedVersion:$v%s}){status version}}"
            .formatted(mutation, mutation.equals("abortRollout") ? ",reason:\"not today\"" : ""),
        Map.of("r", id, "v", version));
  }

  @Test
  void itIsStartedPausedResumedAndAborted() {
    JsonNode started = owner.ask(START, Map.of("i", wanted())).data().path("startRollout");
    assertThat(started.path("status").asText()).isEqualTo("PENDING");
    assertThat(started.at("/steps/1/hold").asText()).isEqualTo("PT10M");
    assertThat(started.at("/baseline/number").asInt()).isEqualTo(1);
    assertThat(started.at("/candidate/number").asInt()).isEqualTo(2);
    String id = started.path("id").asText();
    look();

    JsonNode stepping = rollout(id);
    assertThat(stepping.path("status").asText()).isEqualTo("STEPPING");
    assertThat(stepping.at("/endpoint/rollout/id").asText()).isEqualTo(id);
    assertThat(stepping.at("/endpoint/revisions/0/weight").asInt()).isEqualTo(10);
    assertThat(stepping.path("logLimit").asDouble()).isCloseTo(Math.log(125), within(1e-12));
    int version = stepping.path("version").asInt();
    assertThat(decide("pauseRollout", id, version - 1).code()).hasValue("CONFLICT");
    assertThat(decide("pauseRollout", id, version).code()).isEmpty();
    assertThat(rollout(id).path("pause").asText()).isEqualTo("ASKED_FOR");
    assertThat(decide("resumeRollout", id, version + 1).code()).isEmpty();
    assertThat(decide("abortRollout", id, version + 2).code()).isEmpty();

    JsonNode ended = rollout(id);
    assertThat(ended.path("status").asText()).isEqualTo("ROLLED_BACK");
    assertThat(ended.path("reason").asText()).isEqualTo("not today");
    assertThat(ended.at("/endpoint/rollout").isNull()).isTrue();
    assertThat(ended.at("/endpoint/rollouts/edges/0/node/id").asText()).isEqualTo(id);
    assertThat(ended.at("/endpoint/revisions/1/weight").asInt()).isEqualTo(100);
    assertThat(decide("promoteRollout", id, version + 3).code()).hasValue("CONFLICT");
  }

  private Graph.Answer setPolicy(Integer version, Object steps) {
    Map<String, Object> input = new HashMap<>();
    input.put("endpointId", endpoint());
    input.put("expectedVersion", version);
    input.put("steps", steps);
    input.put("alpha", 0.02);
    input.put("stickyHeader", "x-user");
    return owner.ask(
        """
        mutation($i:SetRolloutPolicyInput!){setRolloutPolicy(input:$i){
          rolloutPolicy{steps{weight hold} minRequests alpha pauseLimit stickyHeader setBy{kind} setAt version}
        }}""",
        Map.of("i", input));
  }

  @Test
  void whatIsLeftOutIsAsTheEndpointsPolicySays() {
    Map<String, Object> bare = wanted();
    bare.remove("steps");
    Graph.Answer without = owner.ask(START, Map.of("i", bare));
    assertThat(without.code()).hasValue("VALIDATION");
    assertThat(without.message()).contains("input.steps");

    JsonNode policy =
        setPolicy(null, List.of(Map.of("weight", 3, "hold", "PT7M")))
            .data()
            .at("/setRolloutPolicy/rolloutPolicy");
    assertThat(policy.at("/steps/0/hold").asText()).isEqualTo("PT7M");
    assertThat(policy.path("minRequests").asInt()).isEqualTo(100);
    assertThat(policy.path("pauseLimit").asText()).isEqualTo("PT1H");
    assertThat(policy.path("stickyHeader").asText()).isEqualTo("x-user");
    assertThat(policy.at("/setBy/kind").asText()).isNotEmpty();
    assertThat(setPolicy(null, List.of()).code()).hasValue("CONFLICT");

    JsonNode started = owner.ask(START, Map.of("i", bare)).data().path("startRollout");
    assertThat(started.at("/steps/0/weight").asInt()).isEqualTo(3);
    assertThat(
            owner
                .ask(
                    "query($r:ID!){node(id:$r){... on Rollout{alpha stickyHeader}}}",
                    Map.of("r", started.path("id").asText()))
                .data()
                .at("/node/alpha")
                .asDouble())
        .isEqualTo(0.02);
  }

  @Test
  void aPauseIsExtendedAndTheEvidenceSaysByWhom() {
    String id = owner.ask(START, Map.of("i", wanted())).data().at("/startRollout/id").asText();
    look();
    decide("pauseRollout", id, rollout(id).path("version").asInt()).data();
    OffsetDateTime end = OffsetDateTime.parse(rollout(id).path("pausedUntil").asText());
    String extend =
        "mutation($r:ID!,$v:Int!,$b:Duration!){extendRolloutPause(input:{id:$r,expectedVersion:$v,by:$b}){pausedUntil evidence(first:1){edges{node{extendedUntil extendedBy{kind}}}}}}";
    int version = rollout(id).path("version").asInt();

    JsonNode extended =
        owner
            .ask(extend, Map.of("r", id, "v", version, "b", "PT2H"))
            .data()
            .path("extendRolloutPause");
    assertThat(OffsetDateTime.parse(extended.path("pausedUntil").asText()))
        .isEqualTo(end.plusHours(2));
    assertThat(OffsetDateTime.parse(extended.at("/evidence/edges/0/node/extendedUntil").asText()))
        .isEqualTo(end.plusHours(2));
    assertThat(extended.at("/evidence/edges/0/node/extendedBy/kind").asText()).isNotEmpty();
    assertThat(owner.ask(extend, Map.of("r", id, "v", version, "b", "PT2H")).code())
        .hasValue("CONFLICT");
    assertThat(owner.ask(extend, Map.of("r", id, "v", version + 1, "b", "P15D")).code())
        .hasValue("VALIDATION");
  }

  @Test
  void itIsPromoted() {
    String id = owner.ask(START, Map.of("i", wanted())).data().at("/startRollout/id").asText();
    assertThat(decide("promoteRollout", id, 1).code()).as("no traffic yet").hasValue("CONFLICT");
    look();
    assertThat(decide("promoteRollout", id, rollout(id).path("version").asInt()).code()).isEmpty();

    JsonNode promoted = rollout(id);
    assertThat(promoted.path("status").asText()).isEqualTo("PROMOTED");
    assertThat(promoted.at("/endpoint/revisions/0/weight").asInt()).isEqualTo(100);
    assertThat(promoted.at("/endpoint/revisions/1/status").asText()).isEqualTo("DRAINING");
  }

  @Test
  void whatIsOutOfBoundsIsNamed() {
    for (Map.Entry<String, Object> wrong :
        Map.of(
                "steps",
                (Object) List.of(Map.of("weight", 100, "hold", "PT5M")),
                "minRequests",
                0,
                "alpha",
                0.5,
                "pauseLimit",
                "PT1S")
            .entrySet()) {
      Map<String, Object> input = wanted();
      input.put(wrong.getKey(), wrong.getValue());
      Graph.Answer refused = owner.ask(START, Map.of("i", input));
      assertThat(refused.code()).as(wrong.getKey()).hasValue("VALIDATION");
      assertThat(refused.message()).contains("input." + wrong.getKey());
    }
    Map<String, Object> falling = wanted();
    falling.put(
        "steps",
        List.of(Map.of("weight", 50, "hold", "PT5M"), Map.of("weight", 10, "hold", "PT5M")));
    assertThat(owner.ask(START, Map.of("i", falling)).message()).contains("more than 50");
  }

  @Test
  void onlyOneIsUnderWayAndNobodyElseTouchesTheTraffic() {
    owner.ask(START, Map.of("i", wanted())).data();
    assertThat(owner.ask(START, Map.of("i", wanted())).code()).hasValue("CONFLICT");
    look();
    Graph.Answer split =
        owner.ask(
            "mutation($e:ID!,$r:ID!,$v:Int!){setTraffic(input:{endpointId:$e,expectedVersion:$v,weights:[{revisionId:$r,weight:100}]}){id}}",
            Map.of(
                "e",
                endpoint(),
                "r",
                GraphTypes.id(GraphTypes.REVISION, baseline.revisionId()),
                "v",
                endpointVersion()));
    assertThat(split.code()).hasValue("CONFLICT");
    assertThat(split.message()).contains("a rollout is under way");
  }
}
