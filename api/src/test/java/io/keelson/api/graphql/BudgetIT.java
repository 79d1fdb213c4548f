package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.Ledger;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.billing.budget.BudgetExceeded;
import io.keelson.billing.budget.BudgetWatch;
import io.keelson.billing.usage.Meter;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.Outbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets, and the lines of the ledger that they are held against. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class BudgetIT {
  private static int teams;

  @Inject TestTenants tenants;
  @Inject Ledger ledger;
  @Inject TenantDatabase database;
  @Inject SystemDatabase system;
  @Inject Outbox outbox;
  @Inject InstantSource clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTenants.Made tenant;
  private Graph owner;
  private String one;
  private String two;

  @BeforeEach
  void fill() {
    tenant = tenants.make("budgets-" + teams++);
    owner = graph(tenant.key());
    one = project("one");
    two = project("two");
  }

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private String project(String slug) {
    return owner
        .ask("mutation($s:String!){createProject(input:{slug:$s,name:$s}){id}}", Map.of("s", slug))
        .data()
        .at("/createProject/id")
        .asText();
  }

  private static UUID uuid(String project) {
    return GlobalId.decode("id", GraphTypes.PROJECT, project);
  }

  private Graph.Answer set(
      Graph graph, String project, String period, Object amount, Integer version) {
    Map<String, Object> input = new HashMap<>();
    input.put("projectId", project);
    input.put("period", period);
    input.put("amount", amount);
    input.put("expectedVersion", version);
    return graph.ask(
        "mutation($i:SetBudgetInput!){setBudget(input:$i){id version setBy{kind id label} amount{amount currency} project{slug}}}",
        Map.of("i", input));
  }

  private Graph reader(String permissions, String... projects) {
    return graph(
        owner
            .ask(
                "mutation($p:[ID!]){createApiKey(input:{name:\"r\",permissions:"
                    + permissions
                    + ",projectIds:$p}){secret}}",
                Map.of("p", List.of(projects)))
            .data()
            .at("/createApiKey/secret")
            .asText());
  }

  @Test
  void aBudgetIsSetChangedListedAndRemovedAndEachIsOnRecord() {
    JsonNode made = set(owner, one, "MONTH", "100.50", null).data().get("setBudget");
    assertThat(made.at("/amount/amount").asText()).isEqualTo("100.50");
    assertThat(made.at("/amount/currency").asText()).isEqualTo("EUR");
    assertThat(made.at("/project/slug").asText()).isEqualTo("one");
    assertThat(made.at("/setBy/kind").asText()).isEqualTo("API_KEY");
    assertThat(made.at("/setBy/id").asText()).startsWith("apikey_");
    assertThat(made.at("/setBy/label").asText()).isEqualTo("key:owner");
    JsonNode whole = set(owner, null, "WEEK", 7, null).data().get("setBudget");
    assertThat(whole.get("project").isNull()).isTrue();
    assertThat(set(owner, one, "MONTH", "200", null).code()).hasValue("CONFLICT");
    assertThat(set(owner, one, "MONTH", "200", 1).data().at("/setBudget/version").asInt())
        .isEqualTo(2);
    ledger.spend(tenant.tenant().id(), uuid(one), Meter.STORAGE_GIB_HOURS, "1000", Map.of());

    JsonNode budgets =
        owner
            .ask(
                "{budgets{id period from to amount{amount} spent{amount} forecast{amount} project{slug}}}")
            .data()
            .get("budgets");
    assertThat(budgets).hasSize(2);
    assertThat(budgets.at("/0/period").asText()).isEqualTo("WEEK");
    for (JsonNode budget : budgets) {
      String period =
          "period:{from:\""
              + budget.get("from").asText()
              + "\",to:\""
              + budget.get("to").asText()
              + "\"}";
      String total =
          owner
              .ask("{cost(" + period + "){total{amount}}}")
              .data()
              .at("/cost/total/amount")
              .asText();
      assertThat(budget.at("/spent/amount").asText()).isEqualTo(total).isEqualTo("0.0315");
      assertThat(new BigDecimal(budget.at("/forecast/amount").asText()))
          .isGreaterThanOrEqualTo(new BigDecimal("0.0315"));
    }
    String id = made.get("id").asText();
    Map<String, Object> removal = Map.of("id", id);
    String node = "query($id:ID!){node(id:$id){... on Budget{version}}}";
    assertThat(owner.ask(node, removal).data().at("/node/version").asInt()).isEqualTo(2);
    JsonNode removed =
        owner
            .ask(
                "mutation($id:ID!){removeBudget(id:$id,expectedVersion:2){id spent{amount}}}",
                removal)
            .data()
            .get("removeBudget");
    assertThat(removed.get("id").asText()).isEqualTo(id);
    assertThat(owner.ask(node, removal).data().get("node").isNull()).isTrue();
    assertThat(owner.ask("{budgets{id}}").data().get("budgets")).hasSize(1);
    assertThat(recorded()).containsSequence("removeBudget", "setBudget", "setBudget", "setBudget");
  }

  private List<String> recorded() {
    List<String> actions = new ArrayList<>();
    owner
        .ask(
            "{auditLog(first:100,period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"}){edges{node{action}}}}")
        .data()
        .at("/auditLog/edges")
        .forEach(edge -> actions.add(edge.at("/node/action").asText()));
    return actions;
  }

  @Test
  void whoMayWriteBudgetsAndWhoseAreSeenDependsOnTheProject() {
    set(owner, null, "MONTH", "1000", null).data();
    set(owner, one, "MONTH", "10", null).data();
    String ofTwo = set(owner, two, "MONTH", "20", null).data().at("/setBudget/id").asText();

    Graph viewer = graph(tenants.keyFor(tenant.tenant(), Role.VIEWER));
    assertThat(viewer.ask("{budgets{id}}").data().get("budgets")).hasSize(3);
    assertThat(set(viewer, one, "WEEK", "1", null).code()).hasValue("FORBIDDEN");
    Graph billing = graph(tenants.keyFor(tenant.tenant(), Role.BILLING));
    assertThat(set(billing, one, "WEEK", "1", null).code()).isEmpty();

    Graph lead = reader("[PROJECT_READ,COST_READ,BUDGET_WRITE]", one);
    JsonNode seen = lead.ask("{budgets{project{slug}}}").data().get("budgets");
    assertThat(seen).hasSize(2);
    assertThat(seen.at("/0/project/slug").asText()).isEqualTo("one");
    assertThat(set(lead, one, "MONTH", "11", 1).code()).isEmpty();
    assertThat(set(lead, null, "WEEK", "1", null).code()).hasValue("FORBIDDEN");
    assertThat(set(lead, two, "WEEK", "1", null).code()).hasValue("NOT_FOUND");
    String remove = "mutation($id:ID!){removeBudget(id:$id,expectedVersion:1){id}}";
    assertThat(lead.ask(remove, Map.of("id", ofTwo)).code()).hasValue("NOT_FOUND");
    assertThat(viewer.ask(remove, Map.of("id", ofTwo)).code()).hasValue("FORBIDDEN");
    assertThat(reader("[DATASET_READ]", one).ask("{budgets{id}}").code()).hasValue("FORBIDDEN");
    assertThat(set(reader("[PROJECT_READ,BUDGET_WRITE]", one), one, "MONTH", "1", 2).code())
        .as("the answer would tell what was spent")
        .hasValue("FORBIDDEN");
  }

  @Test
  void anAmountThatIsNoneNamesItself() {
    for (Object amount : new Object[] {"0", "-5", "1.234", "1E+400", "1e99999999", "ten", ""}) {
      Graph.Answer answer = set(owner, one, "MONTH", amount, null);
      assertThat(answer.code()).as("%s: %s", amount, answer.body()).hasValue("VALIDATION");
    }
    assertThat(owner.ask("{budgets{id}}").data().get("budgets")).isEmpty();
  }

  @Test
  void theSameRequestSentTwiceSetsOneBudget() {
    String set =
        "mutation($p:ID!){setBudget(input:{projectId:$p,period:MONTH,amount:\"5\"}){id version}}";
    Map<String, Object> target = Map.of("p", one);
    JsonNode first = owner.ask(set, target, "Idempotency-Key", "b-1").data();
    assertThat(owner.ask(set, target, "Idempotency-Key", "b-1").data()).isEqualTo(first);
    assertThat(owner.ask(set, target).code()).hasValue("CONFLICT");
  }

  @Test
  void anExceededBudgetComesOntoTheRecordOnce() throws Exception {
    set(owner, one, "MONTH", "0.01", null).data();
    ledger.spend(tenant.tenant().id(), uuid(one), Meter.STORAGE_GIB_HOURS, "1000", Map.of());
    for (int hour = 0; hour < 3; hour++) {
      InstantSource later =
          InstantSource.fixed(clock.instant().plus(Duration.ofMinutes(20 * hour)));
      Thread.ofVirtual()
          .start(() -> new BudgetWatch(system, database, outbox, later).lookAtDue())
          .join();
    }
    Instant end = Instant.now().plusSeconds(20);
    while (!recorded().contains("budgetExceeded") && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(recorded()).containsOnlyOnce("budgetExceeded");
    assertThat(BudgetExceeded.TYPE).isEqualTo("BudgetExceeded");
  }

  @Test
  void linesOfTheLedgerAreFoundByAnyCombinationOfWhatTheyAreOf() {
    UUID tenantId = tenant.tenant().id();
    UUID run = UUID.randomUUID();
    UUID job = UUID.randomUUID();
    UUID endpoint = UUID.randomUUID();
    Map<String, String> ofRun = Map.of("runId", run.toString(), "jobId", job.toString());
    ledger.spend(tenantId, uuid(one), Meter.JOB_CPU_SECONDS, "1", ofRun);
    ledger.spend(tenantId, uuid(one), Meter.JOB_MEMORY_GIB_SECONDS, "2", ofRun);
    ledger.spend(
        tenantId,
        uuid(two),
        Meter.INFERENCE_REQUESTS,
        "3",
        Map.of("endpointId", endpoint.toString()));
    String runId = GlobalId.encode("run", run);
    String jobId = GlobalId.encode("job", job);
    String endpointId = GlobalId.encode("endpoint", endpoint);

    assertThat(quantities("")).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(quantities("runId:\"" + runId + "\"")).containsExactlyInAnyOrder("1", "2");
    assertThat(quantities("jobId:\"" + jobId + "\",meter:\"job.cpu_seconds\""))
        .containsExactly("1");
    assertThat(quantities("endpointId:\"" + endpointId + "\",resource:\"test\""))
        .containsExactly("3");
    assertThat(quantities("endpointId:\"" + endpointId + "\",projectId:\"" + one + "\"")).isEmpty();
    assertThat(quantities("resource:\"nothing\"")).isEmpty();
    JsonNode line = usage(owner, "runId:\"" + runId + "\",meter:\"job.cpu_seconds\"").data();
    assertThat(line.at("/usage/edges/0/node/runId").asText()).isEqualTo(runId);
    assertThat(line.at("/usage/edges/0/node/jobId").asText()).isEqualTo(jobId);
    assertThat(line.at("/usage/edges/0/node/endpointId").isNull()).isTrue();
    JsonNode report =
        owner
            .ask(
                "{cost("
                    + PERIOD
                    + "){lines(by:[JOB,RUN,ENDPOINT]){jobId runId endpointId quantity}}}")
            .data();
    assertThat(report.at("/cost/lines").toString()).contains(runId, jobId, endpointId);

    Graph limited = reader("[PROJECT_READ,COST_READ]", two);
    assertThat(usage(limited, "runId:\"" + runId + "\"").data().at("/usage/edges")).isEmpty();
    assertThat(usage(limited, "").data().at("/usage/edges")).hasSize(1);
    for (String bad :
        List.of("meter:\"gold\"", "resource:\"\"", "runId:\"" + jobId + "\"", "jobId:\"x\"")) {
      Graph.Answer answer = usage(owner, bad);
      assertThat(answer.code()).as("%s: %s", bad, answer.body()).hasValue("VALIDATION");
      assertThat(answer.field()).isEqualTo(bad.substring(0, bad.indexOf(':')));
    }
  }

  private static final String PERIOD =
      "period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"}";

  private static Graph.Answer usage(Graph graph, String filter) {
    return graph.ask(
        "{usage("
            + PERIOD
            + (filter.isEmpty() ? "" : "," + filter)
            + "){edges{node{quantity runId jobId endpointId}}}}");
  }

  private List<String> quantities(String filter) {
    List<String> quantities = new ArrayList<>();
    usage(owner, filter)
        .data()
        .at("/usage/edges")
        .forEach(edge -> quantities.add(edge.at("/node/quantity").asText()));
    return quantities;
  }
}
