package io.keelson.api.graphql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds api/schema.graphql to {@link SchemaRules}. */
class SchemaRulesTest {
  private static final Map<String, String> NOT_OUR_IDS =
      Map.of(
          "LabelInput.inferenceId", "what a caller of the model calls what they asked",
          "SignOnProvider.clientId", "what another organisation's identity provider calls us",
          "SetSignOnProviderInput.clientId", "the same");

  private static final String NEW = "makes something new, and changes nothing that is there";

  /** Each refuses with CONFLICT whatever is not in the state that its name starts from. */
  private static final Map<String, String> FROM_ONE_STATE =
      Map.of(
          "suspendTenant", "an ACTIVE tenant; its owners change its version as often as they like",
          "resumeTenant", "a SUSPENDED tenant",
          "replayDeadLetter", "a dead letter that was not replayed",
          "replayTenantDeadLetter", "the same",
          "acceptInvitation", "a PENDING invitation, named by the token of its mail");

  private static final Map<String, String> CANNOT_LOSE_AN_UPDATE =
      Map.of(
          "markInboxThreads", "each thread comes with the version that is meant",
          "endUpload", "an upload ends once, whatever has come of it",
          "sealCollected", "what waits is sealed once, whoever says so",
          "revokeApiKey", "a key ends whatever else became of it, and once",
          "rotateApiKey", "an end only comes nearer, and each call makes a key of its own",
          "logLabels",
              "of each prediction the label with the highest version stays, whoever is later",
          "logBatch",
              "measurements are added, a parameter never changes, and of a tag the last writer's"
                  + " value stays, as MLflow's clients expect");

  private static final Map<String, String> LEFT_OUT_MEANS =
      Map.ofEntries(
          Map.entry("deploy", "there is no endpoint of this name"),
          Map.entry(
              "finishRun", "it is RUNNING, whatever was written to it meanwhile; it ends once"),
          Map.entry(
              "sealDatasetVersion",
              "it is OPEN, whatever was uploaded meanwhile; it is sealed once"),
          Map.entry("setBudget", "there is none for this project and period"),
          Map.entry("setDrift", "nothing of the endpoint is held against training profiles yet"),
          Map.entry("setRolloutPolicy", "nobody has said of the endpoint yet"),
          Map.entry("setQuality", "nothing of the endpoint is held against labels yet"),
          Map.entry("setCapture", "nothing of the endpoint was ever kept"),
          Map.entry("setModelAlias", "there is no such alias"),
          Map.entry("setRetrainingPolicy", "the model has none"),
          Map.entry("setQuota", "the plan's limit applies"),
          Map.entry("setSignOnProvider", "there is none"));

  private static SchemaRules rules;

  @BeforeAll
  static void read() throws Exception {
    rules = new SchemaRules(SchemaText.committed());
  }

  @Test
  void idsAreOfTypeId() {
    assertThat(rules.idsOfAnotherType(NOT_OUR_IDS)).isEmpty();
  }

  @Test
  void aParameterIsNoTag() {
    assertThat(rules.paramsThatAreTags()).isEmpty();
  }

  @Test
  void everyListIsBounded() {
    assertThat(rules.listsWithoutABound()).isEmpty();
  }

  @Test
  void whoeverChangesWhatIsThereSaysWhatTheyExpect() {
    Map<String, String> others = new HashMap<>(FROM_ONE_STATE);
    others.putAll(CANNOT_LOSE_AN_UPDATE);
    for (String made :
        new String[] {
          "addComment",
          "addSignOnDomain",
          "createApiKey",
          "createAlertRule",
          "createChannel",
          "createCollector",
          "createDataset",
          "createExperiment",
          "createProject",
          "createRole",
          "createRun",
          "createServiceAccount",
          "createTeam",
          "askForWaiver",
          "createTenant",
          "inviteMember",
          "openDatasetVersion",
          "predict",
          "previewTransform",
          "registerModelVersion",
          "retrain",
          "runTransform",
          "startUpload",
          "submitJob",
          "testChannel"
        }) {
      others.put(made, NEW);
    }
    assertThat(rules.changesThatExpectNothing(others)).isEmpty();
  }

  @Test
  void whatIsExpectedIsLeftOutOnlyWhereThatSaysSomethingToo() {
    assertThat(rules.expectationsThatMayBeLeftOut(LEFT_OUT_MEANS)).isEmpty();
  }

  @Test
  void everythingIsDescribed() {
    assertThat(rules.withoutADescription()).isEmpty();
  }

  @Test
  void whatIsDeprecatedSaysWhyAndUntilWhen() {
    assertThat(rules.deprecationsWithoutReasonOrDate()).isEmpty();
  }
}
