package io.keelson.api.graphql.permission;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.TestGateway;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What operations name, in one project and its tenant: one of everything for calls that change
 * nothing, and fresh ones for calls that do. Those of the first kind are called {@code lighthouse},
 * or by another word.
 */
public final class Things {
  public static final List<String> OF_PROJECTS =
      List.of(
          "dataset",
          "version",
          "upload",
          "suite",
          "waiver",
          "preview",
          "collector",
          "channel",
          "delivery",
          "alertRule",
          "alert",
          "experiment",
          "run",
          "comment",
          "thread",
          "finishedRun",
          "job",
          "model",
          "approvedVersion",
          "retrainingPolicy",
          "endpoint",
          "judgedEndpoint",
          "budget");

  public static final List<String> OF_TENANTS =
      List.of(
          "key",
          "member",
          "team",
          "role",
          "account",
          "invitation",
          "deadLetter",
          "signOnProvider",
          "signOnDomain");

  private static final String WORD = "lighthouse";
  static final String NAMED_DOMAIN = WORD + ".example";

  /** There is one, or few: calls name it and stop at its version. */
  private static final Set<String> NEVER_FRESH = Set.of("budget", "signOnProvider", "signOnDomain");

  /** What is made together with something else. */
  private static final Map<String, String> MADE_WITH =
      Map.of(
          "modelVersion",
          "model",
          "retrainingRun",
          "retrainingPolicy",
          "idlePolicy",
          "retrainingPolicy",
          "validation",
          "waiver",
          "revision",
          "endpoint",
          "rollout",
          "endpoint",
          "endpointVersion",
          "endpoint");

  private static final AtomicInteger NAMES = new AtomicInteger();
  private final UUID tenantId;
  private final Graph owner;
  private final UUID projectId;
  private final StoredThings stored;
  private final String word;
  private final Map<String, Object> lasting = new LinkedHashMap<>();

  Things(UUID tenantId, Graph owner, String slug, StoredThings stored) {
    this(tenantId, owner, slug, stored, WORD);
  }

  /**
   * @param word what the names of those that stay begin with, in lower case
   */
  public Things(UUID tenantId, Graph owner, String slug, StoredThings stored, String word) {
    this.tenantId = tenantId;
    this.owner = owner;
    this.stored = stored;
    this.word = word;
    String project =
        made("createProject(input:{slug:$x,name:\"" + word + " project\"}){id}", "String!", slug);
    this.projectId = GlobalId.decode("id", GraphTypes.PROJECT, project);
    lasting.put("project", project);
    lasting.put("projects", List.of(project));
    lasting.put("slug", slug);
    lasting.put("tenant", GraphTypes.id(GraphTypes.TENANT, tenantId));
  }

  /** One of each of these, which stays. */
  public void keep(List<String> variables) {
    variables.forEach(variable -> lasting.putAll(make(variable, word + " " + variable)));
    if (lasting.containsKey("run")) {
      lasting.put("runs", List.of(lasting.get("run")));
    }
  }

  public UUID projectId() {
    return projectId;
  }

  TestGateway.Served served() {
    return new TestGateway.Served(
        tenantId,
        projectId,
        GlobalId.decode("endpoint", GraphTypes.ENDPOINT, lasting.get("endpoint").toString()),
        lasting.get("endpointName").toString());
  }

  public Map<String, Object> lasting() {
    return lasting;
  }

  /** Values for these variables, of fresh things where they are more than names. */
  Map<String, Object> fresh(List<String> variables) {
    Map<String, Object> values = new LinkedHashMap<>(lasting);
    Set<String> made = new TreeSet<>();
    for (String variable : variables) {
      String maker = MADE_WITH.getOrDefault(variable, variable);
      boolean used = OF_PROJECTS.contains(maker) || OF_TENANTS.contains(maker);
      if (used && !NEVER_FRESH.contains(maker) && made.add(maker)) {
        values.putAll(make(maker, newName()));
      }
    }
    return values;
  }

  static String newName() {
    return "thing-" + NAMES.incrementAndGet();
  }

  private Map<String, Object> make(String variable, String name) {
    return switch (variable) {
      case "dataset" -> Map.of("dataset", dataset(name));
      case "version" -> version(name);
      case "suite" -> Map.of("suite", suite(dataset(name)));
      case "waiver" -> waiver(name);
      case "preview" -> Map.of("preview", stored.preview(tenantId, projectId));
      case "collector" ->
          Map.of(
              "collector",
              made(
                  "createCollector(input:{datasetId:$x,schema:{type:\"object\"}}){id}",
                  dataset("collected " + name)));
      case "channel" -> Map.of("channel", channel(name));
      case "delivery" -> Map.of("delivery", delivery(name));
      case "alertRule" -> Map.of("alertRule", alertRule(name));
      case "alert" -> Map.of("alert", stored.alert(tenantId, alertRule("of " + name)));
      case "comment" ->
          Map.of(
              "comment",
              made(
                  "addComment(input:{subjectId:$x,text:\"" + name + "\"}){id}",
                  lasting.get("run").toString()));
      case "thread" -> Map.of("thread", stored.thread(tenantId, projectId, runId()));
      case "upload" -> Map.of("upload", upload(name));
      case "experiment" ->
          Map.of(
              "experiment",
              made("createExperiment(input:{projectId:$x,name:\"" + name + "\"}){id}", project()));
      case "run" -> Map.of("run", run(name));
      case "finishedRun" -> finishedRun(name);
      case "job" -> Map.of("job", job(name));
      case "model" -> model(name);
      case "retrainingPolicy" -> stored.retraining(tenantId, projectId);
      case "approvedVersion" ->
          Map.of(
              "approvedVersion",
              stored.model(tenantId, projectId, runId(), name, "APPROVED").get("modelVersion"));
      case "endpoint" -> endpoint(name);
      case "judgedEndpoint" ->
          Map.of("judgedEndpoint", stored.judged(tenantId, projectId, newName()));
      case "budget" ->
          Map.of(
              "budget",
              made("setBudget(input:{projectId:$x,period:WEEK,amount:\"10\"}){id}", project()));
      case "key" ->
          Map.of(
              "key",
              id(
                  "createApiKey(input:{name:\"" + name + "\",permissions:[KEY_WRITE]}){apiKey{id}}",
                  "/made/apiKey/id"));
      case "member" -> Map.of("member", stored.member(tenantId, newName()));
      case "team" -> named("team", "createTeam(input:{name:\"" + name + "\"}){id}");
      case "role" ->
          named("role", "createRole(input:{name:\"" + name + "\",permissions:[MEMBER_WRITE]}){id}");
      case "account" -> named("account", "createServiceAccount(input:{name:\"" + name + "\"}){id}");
      case "invitation" ->
          named(
              "invitation", "inviteMember(input:{email:\"" + newName() + "@people.example\"}){id}");
      case "signOnProvider" ->
          named(
              "signOnProvider",
              "setSignOnProvider(input:{issuer:\"https://1.1.1.1\",clientId:\""
                  + word
                  + "\",clientSecret:\"one\",role:VIEWER}){id}");
      case "signOnDomain" ->
          named("signOnDomain", "addSignOnDomain(input:{domain:\"" + word + ".example\"}){id}");
      case "deadLetter" -> Map.of("deadLetter", stored.deadLetter(tenantId));
      default -> throw new IllegalArgumentException("nothing is made for $" + variable);
    };
  }

  private String project() {
    return lasting.get("project").toString();
  }

  private UUID runId() {
    return GlobalId.decode("run", GraphTypes.RUN, lasting.get("run").toString());
  }

  private String dataset(String name) {
    return made("createDataset(input:{projectId:$x,name:\"" + name + "\"}){id}", project());
  }

  private Map<String, Object> version(String name) {
    String version = made("openDatasetVersion(datasetId:$x){id}", dataset("versions of " + name));
    stored.file(tenantId, version);
    return Map.of("version", version);
  }

  private String suite(String dataset) {
    return made(
        "setExpectations(input:{datasetId:$x,expectedVersion:0,expectations:[{name:\"expect_column_to_exist\",column:\"a\"}]}){id}",
        dataset);
  }

  private Map<String, Object> waiver(String name) {
    String dataset = dataset("checks of " + name);
    String suite = suite(dataset);
    String version = made("openDatasetVersion(datasetId:$x){id}", dataset);
    return stored.waiver(tenantId, projectId, version, suite);
  }

  private String channel(String name) {
    return owner
        .ask(
            "mutation($x:ID!){made:createChannel(input:{projectId:$x,name:\""
                + name
                + "\",kind:WEBHOOK,address:\"https://nobody.invalid/\"}){channel{id}}}",
            Map.of("x", project()))
        .data()
        .at("/made/channel/id")
        .asText();
  }

  private String alertRule(String name) {
    return made(
        "createAlertRule(input:{projectId:$x,name:\""
            + name
            + "\",kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}",
        project());
  }

  private String delivery(String name) {
    return made("testChannel(id:$x){id}", channel("of " + name));
  }

  private String upload(String name) {
    return made(
        "startUpload(input:{datasetVersionId:$x,path:\"late.csv\",sizeBytes:1}){id}",
        version("uploads of " + name).get("version").toString());
  }

  private String run(String name) {
    String run =
        made(
            "createRun(input:{experimentId:$x,name:\"" + name + "\"}){id}",
            lasting.get("experiment").toString());
    made("logBatch(input:{runId:$x,metrics:[{key:\"loss\",value:0.5}]}){id}", run);
    return run;
  }

  private String job(String name) {
    String job =
        made(
            "submitJob(input:{projectId:$x,name:\"" + name + "\",command:[\"true\"]}){id}",
            project());
    stored.logLine(tenantId, GlobalId.decode("job", GraphTypes.JOB, job));
    return job;
  }

  private Map<String, Object> finishedRun(String name) {
    String run = run(name.replace(word, "finished"));
    stored.artifact(tenantId, projectId, GlobalId.decode("run", GraphTypes.RUN, run));
    made("finishRun(id:$x,status:FINISHED){id}", run);
    return Map.of("finishedRun", run);
  }

  private Map<String, Object> model(String name) {
    return stored.model(tenantId, projectId, runId(), name, "REGISTERED");
  }

  /** With two revisions that serve, so that there is one to go back to. */
  private Map<String, Object> endpoint(String name) {
    String endpointName = name.replace(' ', '-') + "-" + lasting.get("slug");
    Map<String, Object> made =
        new LinkedHashMap<>(stored.endpoint(tenantId, projectId, endpointName));
    made.put("endpointName", endpointName);
    JsonNode endpoint =
        owner
            .ask(
                "query($e:ID!){node(id:$e){... on Endpoint{version}}}",
                Map.of("e", made.get("endpoint")))
            .data();
    made.put("endpointVersion", endpoint.at("/node/version").asInt());
    return made;
  }

  private Map<String, Object> named(String variable, String call) {
    return Map.of(variable, id(call, "/made/id"));
  }

  private String made(String call, String x) {
    return made(call, "ID!", x);
  }

  private String made(String call, String type, String x) {
    return owner
        .ask("mutation($x:" + type + "){made:" + call + "}", Map.of("x", x))
        .data()
        .at("/made/id")
        .asText();
  }

  private String id(String call, String at) {
    return owner.ask("mutation{made:" + call + "}").data().at(at).asText();
  }

  /** Values that look like these and name nothing. */
  static Map<String, Object> missing(Map<String, Object> like) {
    Map<String, Object> values = new LinkedHashMap<>();
    like.forEach((variable, value) -> values.put(variable, missing(variable, value)));
    return values;
  }

  private static Object missing(String variable, Object value) {
    return switch (variable) {
      case "slug" -> "no-such-project";
      case "endpointName" -> "no-such-endpoint";
      case "projects" -> List.of(GraphTypes.id(GraphTypes.PROJECT, Ids.next()));
      case "runs" -> List.of(GraphTypes.id(GraphTypes.RUN, Ids.next()));
      case "endpointVersion" -> value;
      default -> GraphTypes.id(GlobalId.typeOf(variable, value.toString()), Ids.next());
    };
  }
}
