package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.api.testing.VersionFiles;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Lists over a whole tenant, and the way back from a thing to what it belongs to. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class CrossProjectIT {
  @Inject TestTenants tenants;
  @Inject VersionFiles files;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  /** A tenant's caller, and what it makes. */
  private final class Team {
    final Graph owner;
    final UUID tenantId;

    Team(String slug) {
      TestTenants.Made made = tenants.make(slug);
      owner = graph(made.key());
      tenantId = made.tenant().id();
    }

    String make(String mutation, String type, Map<String, ?> input) {
      return owner
          .ask("mutation($i:" + type + "!){" + mutation + "(input:$i){id}}", Map.of("i", input))
          .data()
          .at("/" + mutation + "/id")
          .asText();
    }

    String project(String slug) {
      return make("createProject", "CreateProjectInput", Map.of("slug", slug, "name", slug));
    }

    String dataset(String project, String name) {
      return make(
          "createDataset", "CreateDatasetInput", Map.of("projectId", project, "name", name));
    }

    String experiment(String project, String name) {
      return make(
          "createExperiment", "CreateExperimentInput", Map.of("projectId", project, "name", name));
    }

    String run(String experiment, String name) {
      return make("createRun", "CreateRunInput", Map.of("experimentId", experiment, "name", name));
    }

    String job(String project, String name) {
      return make(
          "submitJob",
          "SubmitJobInput",
          Map.of("projectId", project, "name", name, "command", List.of("sleep", "1")));
    }

    void log(String run, String key, double value) {
      make(
          "logBatch",
          "LogBatchInput",
          Map.of("runId", run, "metrics", List.of(Map.of("key", key, "value", value))));
    }

    /** A key that reads, in one project only. */
    Graph reader(String project, String... permissions) {
      Map<String, Object> input = new HashMap<>();
      input.put("name", "reader");
      input.put("permissions", List.of(permissions));
      input.put("projectIds", List.of(project));
      return graph(
          owner
              .ask(
                  "mutation($i:CreateApiKeyInput!){createApiKey(input:$i){secret}}",
                  Map.of("i", input))
              .data()
              .at("/createApiKey/secret")
              .asText());
    }
  }

  private static List<String> names(JsonNode connection) {
    List<String> names = new ArrayList<>();
    connection.get("edges").forEach(edge -> names.add(edge.at("/node/name").asText()));
    return names;
  }

  @Test
  void everyThingLeadsBackToWhatItBelongsTo() {
    Team team = new Team("back-references");
    String project = team.project("home");
    String dataset = team.dataset(project, "numbers");
    team.owner
        .ask("mutation($d:ID!){openDatasetVersion(datasetId:$d){id}}", Map.of("d", dataset))
        .data();
    team.run(team.experiment(project, "question"), "try");
    team.job(project, "work");
    JsonNode found =
        team.owner
            .ask(
                "{datasets{edges{node{name project{slug} latest{number project{slug} dataset{name}}}}}"
                    + " runs{edges{node{name createdBy creator{kind id label} project{slug} experiment{name project{slug}}}}}"
                    + " jobs{edges{node{name submittedBy submitter{kind id label} project{slug} command trainer maxDuration attempts{number}}}}"
                    + " models{edges{node{latest{number}}}} endpoints{edges{node{name}}}}")
            .data();
    JsonNode data = found.at("/datasets/edges/0/node");
    assertThat(data.at("/project/slug").asText()).isEqualTo("home");
    assertThat(data.at("/latest/project/slug").asText()).isEqualTo("home");
    assertThat(data.at("/latest/dataset/name").asText()).isEqualTo("numbers");
    JsonNode run = found.at("/runs/edges/0/node");
    assertThat(run.at("/project/slug").asText()).isEqualTo("home");
    assertThat(run.at("/experiment/name").asText()).isEqualTo("question");
    assertThat(run.at("/experiment/project/slug").asText()).isEqualTo("home");
    assertThat(run.at("/createdBy").asText()).isEqualTo("key:owner");
    JsonNode job = found.at("/jobs/edges/0/node");
    assertThat(job.at("/project/slug").asText()).isEqualTo("home");
    assertThat(job.at("/submittedBy").asText()).isEqualTo("key:owner");
    assertThat(job.at("/submitter/id").asText()).startsWith("apikey_");
    assertThat(job.get("submitter")).isEqualTo(run.get("creator"));
    assertThat(job.at("/command").toString()).isEqualTo("[\"sleep\",\"1\"]");
    assertThat(job.at("/trainer").isNull()).isTrue();
    assertThat(job.at("/maxDuration").asText()).isEqualTo("PT1H");
    assertThat(job.at("/attempts")).isEmpty();
    assertThat(found.at("/models/edges")).isEmpty();
    assertThat(found.at("/endpoints/edges")).isEmpty();
  }

  @Test
  void withoutTheRightToReadProjectsTheWayBackIsForbidden() {
    Team team = new Team("no-way-back");
    String project = team.project("closed");
    team.dataset(project, "d");
    Graph reader = team.reader(project, "DATASET_READ");
    assertThat(names(reader.ask("{datasets{edges{node{name}}}}").data().get("datasets")))
        .containsExactly("d");
    assertThat(reader.ask("{datasets{edges{node{name project{slug}}}}}").code())
        .hasValue("FORBIDDEN");
    assertThat(reader.ask("{runs{edges{node{name}}}}").code()).hasValue("FORBIDDEN");
    for (String list :
        List.of(
            "models", "endpoints", "jobs", "runs", "waitingApprovals", "alerts", "alertRules")) {
      assertThat(reader.ask("{" + list + "{edges{node{id}}}}").code())
          .as(list)
          .hasValue("FORBIDDEN");
    }
  }

  @Test
  void whoeverOnlySubmitsJobsReadsNoLogs() {
    Team team = new Team("no-logs");
    String project = team.project("logged");
    String cancel = "mutation($j:ID!){cancelJob(id:$j,expectedVersion:1){id log{lines{text}}}}";
    Map<String, Object> job = Map.of("j", team.job(project, "work"));
    Graph.Answer answer = team.reader(project, "JOB_SUBMIT").ask(cancel, job);
    assertThat(answer.code()).as("%s", answer.body()).hasValue("NOT_FOUND");
    Map<String, Object> other = Map.of("j", team.job(project, "more work"));
    assertThat(team.reader(project, "JOB_SUBMIT", "JOB_READ").ask(cancel, other).code()).isEmpty();
  }

  @Test
  void listsOfTheTenantAreNewestFirstAndShowOnlyProjectsThatTheCallerMayRead() {
    Team team = new Team("tenant-lists");
    String one = team.project("one");
    String two = team.project("two");
    for (int i = 1; i <= 3; i++) {
      team.dataset(one, "one-" + i);
      team.dataset(two, "two-" + i);
    }
    JsonNode first =
        team.owner
            .ask("{datasets(first:4){edges{node{name}} pageInfo{hasNextPage endCursor}}}")
            .data()
            .get("datasets");
    assertThat(names(first)).containsExactly("two-3", "one-3", "two-2", "one-2");
    assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
    Map<String, Object> after = Map.of("a", first.at("/pageInfo/endCursor").asText());
    JsonNode second =
        team.owner
            .ask("query($a:String){datasets(first:4,after:$a){edges{node{name}}}}", after)
            .data()
            .get("datasets");
    assertThat(names(second)).containsExactly("two-1", "one-1");

    Graph reader = team.reader(one, "DATASET_READ", "PROJECT_READ");
    assertThat(names(reader.ask("{datasets{edges{node{name}}}}").data().get("datasets")))
        .containsExactly("one-3", "one-2", "one-1");
    Graph.Answer elsewhere =
        team.owner.ask("query($a:String){models(after:$a){edges{node{name}}}}", after);
    assertThat(elsewhere.code()).hasValue("VALIDATION");
    assertThat(elsewhere.field()).isEqualTo("after");
  }

  @Test
  void runsAndJobsOfTheTenantAreListedByTheirState() {
    Team team = new Team("by-state");
    String project = team.project("states");
    String other = team.project("others");
    String experiment = team.experiment(project, "e");
    String finished = team.run(experiment, "finished");
    team.run(experiment, "running");
    team.run(team.experiment(other, "e"), "elsewhere");
    team.owner
        .ask("mutation($r:ID!){finishRun(id:$r,status:FINISHED){id}}", Map.of("r", finished))
        .data();
    assertThat(names(team.owner.ask("{runs{edges{node{name}}}}").data().get("runs")))
        .containsExactly("elsewhere", "running", "finished");
    assertThat(
            names(
                team.owner
                    .ask("{runs(status:[RUNNING,FAILED]){edges{node{name}}}}")
                    .data()
                    .get("runs")))
        .containsExactly("elsewhere", "running");
    Graph reader = team.reader(project, "RUN_READ", "JOB_READ");
    assertThat(names(reader.ask("{runs(status:[RUNNING]){edges{node{name}}}}").data().get("runs")))
        .containsExactly("running");

    String cancelled = team.job(project, "cancelled");
    team.job(other, "queued");
    team.owner
        .ask("mutation($j:ID!){cancelJob(id:$j,expectedVersion:1){id}}", Map.of("j", cancelled))
        .data();
    assertThat(names(team.owner.ask("{jobs{edges{node{name}}}}").data().get("jobs")))
        .containsExactly("queued", "cancelled");
    assertThat(
            names(team.owner.ask("{jobs(status:[QUEUED]){edges{node{name}}}}").data().get("jobs")))
        .containsExactly("queued");
    assertThat(names(reader.ask("{jobs{edges{node{name}}}}").data().get("jobs")))
        .containsExactly("cancelled");
  }

  @Test
  void runsOfAnExperimentComeInTheOrderOfAMetricAndItsCursorsBelongToThatOrder() {
    Team team = new Team("ranked");
    String experiment = team.experiment(team.project("ranking"), "e");
    for (double loss : new double[] {0.3, 0.1, 0.2}) {
      String run = team.run(experiment, "loss " + loss);
      team.log(run, "loss", loss);
    }
    team.run(experiment, "unmeasured");
    String ranked =
        "query($e:ID!,$o:RunOrderInput,$a:String){node(id:$e){... on Experiment{"
            + "runs(first:2,orderBy:$o,after:$a){edges{node{name}} pageInfo{endCursor}}}}}";
    Map<String, Object> ascending = Map.of("key", "loss", "direction", "ASC");
    JsonNode best =
        team.owner.ask(ranked, Map.of("e", experiment, "o", ascending)).data().at("/node/runs");
    assertThat(names(best)).containsExactly("loss 0.1", "loss 0.2");
    String cursor = best.at("/pageInfo/endCursor").asText();
    JsonNode rest =
        team.owner
            .ask(ranked, Map.of("e", experiment, "o", ascending, "a", cursor))
            .data()
            .at("/node/runs");
    assertThat(names(rest)).containsExactly("loss 0.3", "unmeasured");

    List<Map<String, Object>> otherOrders =
        List.of(
            Map.of("key", "loss", "direction", "DESC"),
            Map.of("key", "accuracy", "direction", "ASC"));
    for (Map<String, Object> order : otherOrders) {
      Graph.Answer answer =
          team.owner.ask(ranked, Map.of("e", experiment, "o", order, "a", cursor));
      assertThat(answer.code()).as("%s: %s", order, answer.body()).hasValue("VALIDATION");
      assertThat(answer.field()).isEqualTo("after");
    }
    assertThat(team.owner.ask(ranked, Map.of("e", experiment, "a", cursor)).code())
        .hasValue("VALIDATION");
    Graph.Answer badKey =
        team.owner.ask(ranked, Map.of("e", experiment, "o", Map.of("key", "", "direction", "ASC")));
    assertThat(badKey.code()).hasValue("VALIDATION");
    assertThat(badKey.field()).isEqualTo("orderBy.key");
  }

  @Test
  void aDataSetVersionKnowsTheRunsAndJobsThatReadIt() {
    Team team = new Team("used-by");
    String project = team.project("reading");
    String version = sealedVersion(team, project);
    String experiment = team.experiment(project, "e");
    team.make(
        "createRun",
        "CreateRunInput",
        Map.of(
            "experimentId", experiment, "name", "by hand", "datasetVersionIds", List.of(version)));
    Map<String, Object> job = new HashMap<>();
    job.put("projectId", project);
    job.put("name", "without a run");
    job.put("command", List.of("true"));
    job.put("inputs", List.of(Map.of("datasetVersionId", version, "path", "data")));
    team.make("submitJob", "SubmitJobInput", job);
    job.put("name", "with a run");
    job.put("experimentId", experiment);
    team.make("submitJob", "SubmitJobInput", job);

    assertThat(readers(team.owner, version))
        .hasSize(4)
        .containsSubsequence("Job without a run", "Run by hand")
        .contains("Job with a run", "Run with a run");
    assertThat(readers(team.reader(project, "DATASET_READ", "RUN_READ"), version))
        .containsExactly("Run with a run", "Run by hand");
    assertThat(readers(team.reader(project, "DATASET_READ"), version)).isEmpty();

    JsonNode use = use(team.owner);
    assertThat(use.get("runs").asInt()).isEqualTo(2);
    assertThat(use.get("jobs").asInt()).as("without the job of a run").isEqualTo(1);
    assertThat(use.get("models").asInt()).isZero();
    assertThat(use.get("complete").asBoolean()).isTrue();
    assertThat(use.at("/newestVersion/id").asText()).isEqualTo(version);
    JsonNode seen = use(team.reader(project, "DATASET_READ", "RUN_READ"));
    assertThat(seen.get("runs").asInt()).isEqualTo(2);
    assertThat(seen.get("jobs").asInt()).isZero();
    assertThat(use(team.reader(project, "DATASET_READ")).get("newestVersion").isNull()).isTrue();
  }

  private static JsonNode use(Graph graph) {
    return graph
        .ask("{datasets{edges{node{use{runs jobs models complete newestVersion{id}}}}}}")
        .data()
        .at("/datasets/edges/0/node/use");
  }

  private static List<String> readers(Graph graph, String version) {
    List<String> readers = new ArrayList<>();
    graph
        .ask(
            "query($v:ID!){node(id:$v){... on DatasetVersion{usedBy{__typename ... on Run{name} ... on Job{name}}}}}",
            Map.of("v", version))
        .data()
        .at("/node/usedBy")
        .forEach(
            node -> readers.add(node.get("__typename").asText() + " " + node.get("name").asText()));
    return readers;
  }

  private String sealedVersion(Team team, String project) {
    String version =
        team.owner
            .ask(
                "mutation($d:ID!){openDatasetVersion(datasetId:$d){id}}",
                Map.of("d", team.dataset(project, "numbers")))
            .data()
            .at("/openDatasetVersion/id")
            .asText();
    files.add(team.tenantId, version, "a.csv");
    team.owner.ask("mutation($v:ID!){sealDatasetVersion(id:$v){id}}", Map.of("v", version)).data();
    return version;
  }

  @Test
  void listsInsideListsAreBoundedByWhatTheyMayHoldTogether() {
    Team team = new Team("too-many-items");
    String inner = "edges{node{name}}";
    String wide =
        "{projects(first:100){edges{node{experiments(first:100){edges{node{runs(first:100){"
            + inner
            + "}}}}}}}}";
    Graph.Answer refused = team.owner.ask(wide);
    assertThat(refused.code()).hasValue("VALIDATION");
    assertThat(refused.message()).contains("far too many items").contains("300000");
    String circle =
        "{runs(first:$n){edges{node{experiment{runs(first:$n){edges{node{experiment{runs(first:$n){"
            + inner
            + "}}}}}}}}}}";
    String asked = "query($n:Int)" + circle;
    assertThat(team.owner.ask(asked, Map.of("n", 20)).code()).isEmpty();
    assertThat(team.owner.ask(asked, Map.of("n", 100)).code()).hasValue("VALIDATION");
    assertThat(team.owner.ask(asked, Map.of("n", 20)).code()).isEmpty();
    assertThat(
            team.owner
                .ask(
                    "{datasets(first:100){edges{node{versions(first:100){edges{node{usedBy{id}}}}}}}}")
                .code())
        .hasValue("VALIDATION");
  }

  @Test
  void aNullInAListThatMayBeLeftOutIsBadInput() {
    Team team = new Team("null-items");
    String project = team.project("nulls");
    String experiment = team.experiment(project, "e");
    String run = team.run(experiment, "r");
    Map<String, Object> ids = Map.of("p", project, "e", experiment, "r", run);
    Map<String, String> attempts =
        Map.of(
            "status[1]", "{runs(status:[RUNNING,null]){edges{node{id}}}}",
            "status[0]", "{jobs(status:[null]){edges{node{id}}}}",
            "input.tags[0]",
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"n\",tags:[null]}){id}}",
            "input.params[0]",
                "mutation($e:ID!){createRun(input:{experimentId:$e,params:[null]}){id}}",
            "input.datasetVersionIds[0]",
                "mutation($e:ID!){createRun(input:{experimentId:$e,datasetVersionIds:[null]}){id}}",
            "input.metrics[0]", "mutation($r:ID!){logBatch(input:{runId:$r,metrics:[null]}){id}}",
            "input.environment[0]",
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"n\",command:[\"true\"],environment:[null]}){id}}",
            "input.command[1]",
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"n\",command:[\"true\",null]}){id}}",
            "input.inputs[0]",
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"n\",command:[\"true\"],inputs:[null]}){id}}",
            "input.projectIds[0]",
                "mutation{createApiKey(input:{name:\"n\",permissions:[RUN_READ],projectIds:[null]}){secret}}");
    attempts.forEach(
        (field, query) -> {
          Map<String, Object> used = new HashMap<>(ids);
          used.keySet().removeIf(name -> !query.contains("$" + name));
          Graph.Answer answer = team.owner.ask(query, used);
          assertThat(answer.code()).as("%s: %s", query, answer.body()).hasValue("VALIDATION");
          assertThat(answer.field()).as(query).isEqualTo(field);
        });
    for (String field : List.of("runs", "jobs")) {
      String parent = field.equals("runs") ? "Experiment" : "Project";
      Graph.Answer answer =
          team.owner.ask(
              "query($id:ID!){node(id:$id){... on "
                  + parent
                  + "{"
                  + field
                  + "(status:[null]){edges{node{id}}}}}}",
              Map.of("id", field.equals("runs") ? experiment : project));
      assertThat(answer.code()).as("%s: %s", field, answer.body()).hasValue("VALIDATION");
    }
  }
}
