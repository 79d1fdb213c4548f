package io.keelson.demo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Policies have their data made by transforms, and the platform is killed in the middle of each of
 * what that takes, once at every place: what each makes is there once, and was paid for once.
 */
@Tag("heavy")
@Timeout(900)
final class TransformsKilledIT extends WholePlatform {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String REGISTER =
      """
      mutation ($input: RegisterModelVersionInput!) {
        registerModelVersion(input: $input) { id model { id } }
      }
      """;
  private static final String ALIAS =
      "mutation ($input: SetModelAliasInput!) { setModelAlias(input: $input) { name } }";
  private static final String DATASET =
      "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { id } }";
  private static final String DATASET_OF =
      "query ($id: ID!) { node(id: $id) { ... on DatasetVersion { status dataset { id } } } }";
  private static final String SET_POLICY =
      """
      mutation ($input: SetRetrainingPolicyInput!) { setRetrainingPolicy(input: $input) { id } }
      """;
  private static final String RETRAIN =
      "mutation ($id: ID!) { retrain(policyId: $id, note: \"killed\") { id } }";
  private static final String RUN =
      """
      query ($id: ID!) {
        node(id: $id) { ... on RetrainingRun { status reason steps { name state jobId } } }
      }
      """;

  /** Where the platform is killed; each data set is called as its place. */
  private enum Place {
    NOTHING_IS_WRITTEN(
        "SELECT id FROM catalog.dataset WHERE name = '%s' FOR NO KEY UPDATE",
        "catalog.retraining_run"),
    THE_VERSION_IS_WRITTEN(
        "LOCK TABLE catalog.transform_input IN SHARE MODE", "catalog.retraining_run"),
    THE_TRANSFORM_IS_WRITTEN("LOCK TABLE compute.job IN SHARE MODE", "catalog.retraining_run"),
    ITS_JOB_IS_WRITTEN("LOCK TABLE catalog.job_dataset IN SHARE MODE", "catalog.retraining_run"),
    ITS_JOB_RUNS(null, null),
    ITS_COST_IS_WRITTEN("LOCK TABLE billing.usage_event IN SHARE MODE", "compute.lease"),
    ITS_VERSION_ENDS(
        """
        SELECT v.id
        FROM catalog.dataset_version v
        JOIN catalog.dataset d ON d.tenant_id = v.tenant_id AND d.id = v.dataset_id
        WHERE d.name = '%s' FOR NO KEY UPDATE OF v
        """,
        "catalog.dataset_version");

    private final String lock;
    private final String writes;

    Place(String lock, String writes) {
      this.lock = lock;
      this.writes = writes;
    }

    boolean isBeforeItsJob() {
      return compareTo(ITS_JOB_RUNS) < 0;
    }

    /** It takes some seconds where its job must still run when somebody comes. */
    String sql() {
      return isBeforeItsJob()
          ? "SELECT * FROM data"
          : "SELECT * FROM data WHERE x < (SELECT sum(sin(i)) + 1e9 FROM range(100000000) numbers (i))";
    }
  }

  private Workspace workspace;

  TransformsKilledIT() {
    super("transforms");
  }

  @BeforeAll
  void makeWorkspace() throws Exception {
    workspace = Workspace.create(doors, doors.machine, "transforms");
  }

  @Test
  void whereverThePlatformIsKilledEachTransformMakesOneVersionAndIsBilledOnce() throws Exception {
    String data = validated("data", "x,label\n1,low\n2,high\n");
    String evaluation = validated("evaluation", "x,label\n1.5,low\n2.5,high\n");
    String artifact = champion();
    Map<Place, String> runs = new HashMap<>();
    for (Place place : Place.values()) {
      String policy = policy(place, artifact, data, evaluation);
      runs.put(place, killed(place, policy));
      platform.start().awaitReady();
    }

    for (Map.Entry<Place, String> run : runs.entrySet()) {
      JsonNode over = over(run.getValue());
      assertThat(over.path("reason").asText())
          .as("%s: %s", run.getKey(), over)
          .contains("NEW_ROWS");
      assertThat(over.at("/steps/0/state").asText()).isEqualTo("DONE");
      assertThat(over.at("/steps/0/jobId").isTextual()).isTrue();
    }
    assertMadeOnce();
    assertBilledOnce();
  }

  /** Returns the data set's id. */
  private String validated(String name, String table) throws Exception {
    byte[] bytes = table.getBytes(UTF_8);
    DatasetVersion version = DatasetVersion.open(workspace, name);
    URI link = version.startUpload(name + ".csv", bytes.length, Digest.of(bytes));
    doors.tus.append(link, 0, bytes, 0, bytes.length);
    version.seal();
    Waiting.until(
        PATIENCE,
        name + " is VALIDATED",
        () -> node(version.id).at("/status").asText().equals("VALIDATED"));
    return node(version.id).at("/dataset/id").asText();
  }

  private JsonNode node(String versionId) throws Exception {
    return doors.machine.call(DATASET_OF, Map.of("id", versionId)).path("node");
  }

  /** A run that has left what begins as a model does; nothing is ever asked of it. */
  private String champion() throws Exception {
    String jobId = workspace.runScript("champion", "printf '\\010' > $KEELSON_OUTPUTS/model.onnx");
    return workspace.awaitSuccess(PATIENCE, jobId).at("/run/id").asText();
  }

  private String policy(Place place, String runId, String data, String evaluation)
      throws Exception {
    JsonNode version =
        doors.machine.mutate(
            REGISTER,
            Map.of(
                "projectId",
                workspace.projectId,
                "modelName",
                place.name(),
                "runId",
                runId,
                "artifactPath",
                "model.onnx"));
    String model = version.at("/model/id").asText();
    doors.machine.mutate(
        ALIAS,
        Map.of(
            "modelId", model, "alias", "champion", "modelVersionId", version.path("id").asText()));
    JsonNode shaped =
        doors.machine.mutate(
            DATASET, Map.of("projectId", workspace.projectId, "name", place.name()));
    Map<String, Object> input = new HashMap<>();
    input.put("modelId", model);
    input.put("datasetId", data);
    input.put("evaluationDatasetId", evaluation);
    input.put("experimentId", workspace.experimentId);
    input.put("target", "label");
    input.put("maxCost", "5");
    input.put("minNewRows", 1_000); // so that no run trains
    input.put("transform", Map.of("datasetId", shaped.path("id").asText(), "sql", place.sql()));
    return doors.machine.mutate(SET_POLICY, input).path("id").asText();
  }

  /** Returns the run, in the middle of which the platform was killed. */
  private String killed(Place place, String policy) throws Exception {
    if (place.isBeforeItsJob()) {
      try (HeldLock held = hold(place)) {
        String run = retrain(policy);
        held.awaitWaiting(PATIENCE, place.writes);
        platform.kill();
        return run;
      }
    }
    String run = retrain(policy);
    Waiting.until(PATIENCE, "its job is there", () -> transformJobs(place) == 1);
    if (place.lock == null) {
      Waiting.until(PATIENCE, "its job runs", () -> status(place).equals(BigDecimal.ONE));
      platform.kill();
      return run;
    }
    try (HeldLock held = hold(place)) {
      held.awaitWaiting(PATIENCE, place.writes);
      platform.kill();
      return run;
    }
  }

  private HeldLock hold(Place place) throws Exception {
    return HeldLock.take(servers.database(), place.lock.formatted(place.name()));
  }

  private String retrain(String policy) throws Exception {
    return doors.machine.call(RETRAIN, Map.of("id", policy)).at("/retrain/id").asText();
  }

  private int transformJobs(Place place) throws Exception {
    return servers.number("SELECT count(*) " + jobs(place)).intValue();
  }

  /** 1 while its job runs. */
  private BigDecimal status(Place place) throws Exception {
    return servers.number("SELECT count(*) " + jobs(place) + " AND j.status = 'RUNNING'");
  }

  private static String jobs(Place place) {
    return """
    FROM catalog.dataset d
    JOIN catalog.transform t ON t.tenant_id = d.tenant_id AND t.dataset_id = d.id
    JOIN compute.job j ON j.tenant_id = t.tenant_id AND j.id = t.job_id
    WHERE d.name = '%s'
    """
        .formatted(place);
  }

  private JsonNode over(String run) throws Exception {
    JsonNode[] last = new JsonNode[1];
    Waiting.until(
        PATIENCE,
        "the run is over",
        () -> {
          last[0] = doors.machine.call(RUN, Map.of("id", run)).path("node");
          return last[0].path("status").asText().equals("DECLINED");
        });
    return last[0];
  }

  private void assertMadeOnce() throws Exception {
    for (Place place : Place.values()) {
      assertThat(
              servers.number(
                  """
                  SELECT count(*)
                  FROM catalog.dataset d
                  JOIN catalog.dataset_version v ON v.tenant_id = d.tenant_id AND v.dataset_id = d.id
                  WHERE d.name = '%s'
                  """
                      .formatted(place)))
          .as("versions where %s", place)
          .isEqualByComparingTo("1");
      assertThat(transformJobs(place)).as("jobs where %s", place).isEqualTo(1);
    }
    assertThat(servers.number("SELECT count(*) FROM compute.job WHERE name = 'transform'"))
        .isEqualByComparingTo(BigDecimal.valueOf(Place.values().length));
    assertThat(servers.number("SELECT count(*) FROM catalog.transform"))
        .isEqualByComparingTo(BigDecimal.valueOf(Place.values().length));
    assertThat(servers.number("SELECT count(*) FROM catalog.retraining_trigger"))
        .as("calls that were consumed")
        .isEqualByComparingTo(BigDecimal.valueOf(Place.values().length));
  }

  /** One lease each, whose windows follow one another from its first moment to its last. */
  private void assertBilledOnce() throws Exception {
    for (String meter : List.of("job.cpu_seconds", "job.memory_gib_seconds")) {
      assertThat(
              servers.number(
                  """
                  SELECT count(*)
                  FROM (
                    SELECT l.id
                    FROM compute.job j
                    JOIN compute.lease l ON l.tenant_id = j.tenant_id AND l.job_id = j.id
                    JOIN billing.usage_event u ON u.tenant_id = j.tenant_id AND u.source_id = j.id AND u.meter = '%s'
                    WHERE j.name = 'transform' AND j.status = 'SUCCEEDED' AND j.attempt = 1 AND l.status = 'RELEASED'
                    GROUP BY l.id, l.active_at, l.metered_to
                    HAVING min(u.from_at) = l.active_at AND max(u.to_at) = l.metered_to
                      AND sum(u.to_at - u.from_at) = l.metered_to - l.active_at) once
                  """
                      .formatted(meter)))
          .as(meter)
          .isEqualByComparingTo(BigDecimal.valueOf(Place.values().length));
    }
  }
}
