package io.keelson.api.graphql;

import io.keelson.api.testing.Graph;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every mutation with input that is right, for tests that spoil it bit by bit.
 *
 * @param things ids of one tenant by their type
 */
record Mutations(Map<String, String> things) {
  /** What people do for themselves, and no key for them: tried by people, in tests of their own. */
  static final List<String> OF_PEOPLE = List.of("acceptInvitation", "leaveTenant");

  /** For others the thing is neither there nor missing. */
  static final List<String> OF_OPERATORS = List.of("replayTenantDeadLetter");

  /**
   * A mutation with an input object.
   *
   * @param required fields without which it is refused
   * @param optional texts that may be left out, or empty
   * @param identifiers those fields that are no free text
   */
  record WithInput(
      String name,
      String inputType,
      Map<String, Object> input,
      List<String> required,
      List<String> optional,
      List<String> identifiers) {
    Graph.Answer call(Graph caller, Map<String, Object> changed) {
      String text = "mutation($i:%s!){%s(input:$i){__typename}}".formatted(inputType, name);
      return caller.ask(text, Map.of("i", changed));
    }
  }

  /**
   * A mutation that takes arguments instead of an input.
   *
   * @param id the argument that names what is meant
   * @param types of the arguments, as GraphQL declares them
   */
  record WithArguments(String name, String id, Map<String, Object> arguments, String types) {
    Graph.Answer call(Graph caller, Map<String, Object> changed) {
      String passed =
          arguments.keySet().stream()
              .map(argument -> argument + ":$" + argument)
              .collect(Collectors.joining(","));
      return caller.ask("mutation(%s){%s(%s){__typename}}".formatted(types, name, passed), changed);
    }
  }

  static Mutations of(Graph owner) {
    String project =
        Things.id(owner, "createProject(input:{slug:\"target\",name:\"Target\"})", Map.of());
    String dataset =
        Things.id(owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project));
    String version = Things.id(owner, "openDatasetVersion(datasetId:$x)", Map.of("x", dataset));
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    String run = Things.id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
    return new Mutations(
        Map.of(
            "project", project,
            "dataset", dataset,
            "version", version,
            "experiment", experiment,
            "run", run));
  }

  /** Of the right form, and nobody's: what is spoilt is refused before it is looked for. */
  private String nobodys(String type) {
    return type + "_" + things.get("run").substring("run_".length());
  }

  List<WithInput> withInput() {
    String project = things.get("project");
    String run = things.get("run");
    Map<String, Object> decided = Map.of("id", nobodys("modelversion"), "expectedVersion", 1);
    return List.of(
        new WithInput(
            "createTenant",
            "CreateTenantInput",
            Map.of("slug", "fresh-tenant", "name", "n"),
            List.of("slug", "name"),
            List.of(),
            List.of("slug")),
        new WithInput(
            "createProject",
            "CreateProjectInput",
            Map.of("slug", "fresh", "name", "n"),
            List.of("slug", "name"),
            List.of("description"),
            List.of("slug")),
        new WithInput(
            "removeProject",
            "RemoveProjectInput",
            Map.of("id", project, "expectedVersion", 99, "slug", "s"),
            List.of("id", "slug"),
            List.of(),
            List.of("id", "slug")),
        new WithInput(
            "updateProject",
            "UpdateProjectInput",
            Map.of("id", project, "expectedVersion", 99, "name", "n"),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createDataset",
            "CreateDatasetInput",
            Map.of("projectId", project, "name", "fresh"),
            List.of("projectId", "name"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "startUpload",
            "StartUploadInput",
            Map.of("datasetVersionId", things.get("version"), "path", "a.csv", "sizeBytes", 1),
            List.of("datasetVersionId", "path"),
            List.of(),
            List.of("datasetVersionId", "path")),
        new WithInput(
            "createExperiment",
            "CreateExperimentInput",
            Map.of("projectId", project, "name", "fresh"),
            List.of("projectId", "name"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "createRun",
            "CreateRunInput",
            Map.of("experimentId", things.get("experiment")),
            List.of("experimentId"),
            List.of("name"),
            List.of("experimentId")),
        new WithInput(
            "logBatch",
            "LogBatchInput",
            Map.of("runId", run),
            List.of("runId"),
            List.of(),
            List.of("runId")),
        new WithInput(
            "updateRun",
            "UpdateRunInput",
            Map.of("id", nobodys("run"), "expectedVersion", 1, "name", "n"),
            List.of("id"),
            List.of("note"),
            List.of("id")),
        new WithInput(
            "submitJob",
            "SubmitJobInput",
            Map.of("projectId", project, "name", "n", "command", List.of("true")),
            List.of("projectId", "name"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "runTransform",
            "RunTransformInput",
            Map.of(
                "datasetId",
                things.get("dataset"),
                "sql",
                "SELECT 1",
                "inputs",
                List.of(Map.of("name", "wine", "datasetVersionId", things.get("version")))),
            List.of("datasetId", "sql"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "previewTransform",
            "PreviewTransformInput",
            Map.of(
                "projectId",
                project,
                "sql",
                "SELECT 1",
                "inputs",
                List.of(Map.of("name", "wine", "datasetVersionId", things.get("version")))),
            List.of("projectId", "sql"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "setExpectations",
            "SetExpectationsInput",
            Map.of(
                "datasetId",
                nobodys("dataset"),
                "expectedVersion",
                0,
                "expectations",
                List.of(Map.of("name", "expect_column_to_exist", "column", "a"))),
            List.of("datasetId"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "addComment",
            "AddCommentInput",
            Map.of("subjectId", things.get("run"), "text", "seen"),
            List.of("subjectId", "text"),
            List.of(),
            List.of("subjectId")),
        new WithInput(
            "editComment",
            "EditCommentInput",
            Map.of("id", nobodys("comment"), "expectedVersion", 1, "text", "otherwise"),
            List.of("id", "text"),
            List.of(),
            List.of("id")),
        new WithInput(
            "markInboxThreads",
            "MarkInboxThreadsInput",
            Map.of(
                "threads",
                List.of(Map.of("id", nobodys("inboxthread"), "expectedVersion", 1)),
                "as",
                "READ"),
            List.of(),
            List.of(),
            List.of("as")),
        new WithInput(
            "setRetrainingPolicy",
            "SetRetrainingPolicyInput",
            Map.of(
                "modelId",
                nobodys("model"),
                "datasetId",
                nobodys("dataset"),
                "evaluationDatasetId",
                nobodys("dataset"),
                "experimentId",
                nobodys("experiment"),
                "target",
                "label",
                "maxCost",
                "10.50"),
            List.of("modelId", "datasetId", "evaluationDatasetId", "experimentId"),
            List.of(),
            List.of("modelId", "datasetId", "evaluationDatasetId", "experimentId", "maxCost")),
        new WithInput(
            "rollBackRetraining",
            "RollBackRetrainingInput",
            Map.of("id", nobodys("retrainingrun"), "expectedVersion", 1, "reason", "enough"),
            List.of("id", "reason"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createAlertRule",
            "CreateAlertRuleInput",
            Map.of(
                "projectId",
                things.get("project"),
                "name",
                "failures",
                "kind",
                "JOB_FAILURE",
                "threshold",
                0,
                "window",
                "PT5M",
                "lasting",
                "PT0S",
                "severity",
                "WARNING"),
            List.of("projectId", "name", "window"),
            List.of(),
            List.of("projectId", "kind", "severity", "window", "lasting")),
        new WithInput(
            "updateAlertRule",
            "UpdateAlertRuleInput",
            Map.of(
                "id",
                nobodys("alertrule"),
                "expectedVersion",
                1,
                "name",
                "failures",
                "threshold",
                0,
                "window",
                "PT5M",
                "lasting",
                "PT0S",
                "severity",
                "WARNING"),
            List.of("id", "name"),
            List.of(),
            List.of("id", "severity", "window", "lasting")),
        new WithInput(
            "silenceAlertRule",
            "SilenceAlertRuleInput",
            Map.of("id", nobodys("alertrule"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createChannel",
            "CreateChannelInput",
            Map.of(
                "projectId",
                things.get("project"),
                "name",
                "hooks",
                "kind",
                "WEBHOOK",
                "address",
                "https://nobody.invalid/"),
            List.of("projectId", "name", "address"),
            List.of(),
            List.of("projectId", "kind", "address")),
        new WithInput(
            "updateChannel",
            "UpdateChannelInput",
            Map.of("id", nobodys("channel"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createCollector",
            "CreateCollectorInput",
            Map.of("datasetId", things.get("dataset")),
            List.of("datasetId"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "importExpectations",
            "ImportExpectationsInput",
            Map.of(
                "datasetId",
                nobodys("dataset"),
                "expectedVersion",
                0,
                "suite",
                Map.of("expectations", List.of())),
            List.of("datasetId"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "askForWaiver",
            "AskForWaiverInput",
            Map.of(
                "validationId",
                nobodys("validation"),
                "number",
                1,
                "reason",
                "known",
                "endsAt",
                OffsetDateTime.now(ZoneOffset.UTC).plusDays(1).toString()),
            List.of("validationId", "reason"),
            List.of(),
            List.of("validationId")),
        decision(
            "grantWaiver",
            "DecideWaiverInput",
            Map.of("id", nobodys("waiver"), "expectedVersion", 1)),
        decision(
            "declineWaiver",
            "DecideWaiverInput",
            Map.of("id", nobodys("waiver"), "expectedVersion", 1)),
        decision(
            "endWaiver",
            "DecideWaiverInput",
            Map.of("id", nobodys("waiver"), "expectedVersion", 1)),
        new WithInput(
            "updateCollector",
            "UpdateCollectorInput",
            Map.of("id", nobodys("collector"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "registerModelVersion",
            "RegisterModelVersionInput",
            Map.of(
                "projectId", project, "modelName", "m", "runId", run, "artifactPath", "model.onnx"),
            List.of("projectId", "modelName", "runId", "artifactPath"),
            List.of(),
            List.of("projectId", "runId", "artifactPath")),
        decision("approveModelVersion", "DecideModelVersionInput", decided),
        decision("rejectModelVersion", "DecideModelVersionInput", decided),
        decision("archiveModelVersion", "DecideModelVersionInput", decided),
        new WithInput(
            "setModelAlias",
            "SetModelAliasInput",
            Map.of(
                "modelId",
                nobodys("model"),
                "alias",
                "champion",
                "modelVersionId",
                nobodys("modelversion")),
            List.of("modelId", "alias", "modelVersionId"),
            List.of(),
            List.of("modelId", "alias", "modelVersionId")),
        new WithInput(
            "deploy",
            "DeployInput",
            Map.of(
                "projectId",
                project,
                "endpointName",
                "e1",
                "modelVersionId",
                nobodys("modelversion")),
            List.of("projectId", "endpointName", "modelVersionId"),
            List.of(),
            List.of("projectId", "endpointName", "modelVersionId")),
        new WithInput(
            "setTraffic",
            "SetTrafficInput",
            Map.of(
                "endpointId",
                nobodys("endpoint"),
                "expectedVersion",
                1,
                "weights",
                List.of(Map.of("revisionId", nobodys("revision"), "weight", 100))),
            List.of("endpointId", "weights"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setCapture",
            "SetCaptureInput",
            Map.of("endpointId", nobodys("endpoint"), "share", 0.5),
            List.of("endpointId"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setDrift",
            "SetDriftInput",
            Map.of("endpointId", nobodys("endpoint"), "share", 0.5),
            List.of("endpointId"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setQuality",
            "SetQualityInput",
            Map.of(
                "endpointId",
                nobodys("endpoint"),
                "output",
                "y",
                "measure",
                "ACCURACY",
                "window",
                "PT1H",
                "horizon",
                "PT1H"),
            List.of("endpointId", "output", "measure", "window", "horizon"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "logLabels",
            "LogLabelsInput",
            Map.of(
                "endpointId",
                nobodys("endpoint"),
                "labels",
                List.of(Map.of("inferenceId", "i", "value", "1"))),
            List.of("endpointId", "labels"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "startRollout",
            "StartRolloutInput",
            Map.of(
                "endpointId",
                nobodys("endpoint"),
                "candidateId",
                nobodys("revision"),
                "expectedVersion",
                1,
                "steps",
                List.of(Map.of("weight", 10, "hold", "PT1M"))),
            List.of("endpointId", "candidateId"),
            List.of(),
            List.of("endpointId", "candidateId")),
        new WithInput(
            "pauseRollout",
            "DecideRolloutInput",
            Map.of("id", nobodys("rollout"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "extendRolloutPause",
            "ExtendRolloutPauseInput",
            Map.of("id", nobodys("rollout"), "expectedVersion", 1, "by", "PT1H"),
            List.of("id", "by"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setRolloutPolicy",
            "SetRolloutPolicyInput",
            Map.of(
                "endpointId",
                nobodys("endpoint"),
                "steps",
                List.of(Map.of("weight", 10, "hold", "PT1M"))),
            List.of("endpointId", "steps"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "resumeRollout",
            "DecideRolloutInput",
            Map.of("id", nobodys("rollout"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "promoteRollout",
            "DecideRolloutInput",
            Map.of("id", nobodys("rollout"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "abortRollout",
            "AbortRolloutInput",
            Map.of("id", nobodys("rollout"), "expectedVersion", 1, "reason", "enough"),
            List.of("id", "reason"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setBudget",
            "SetBudgetInput",
            Map.of("projectId", project, "period", "MONTH", "amount", "10.50"),
            List.of("period"),
            List.of(),
            List.of("projectId", "amount")),
        new WithInput(
            "setQuota",
            "SetQuotaInput",
            Map.of("tenantId", nobodys("tenant"), "name", "PROJECTS", "limit", 1),
            List.of("tenantId", "name"),
            List.of(),
            List.of("tenantId")),
        new WithInput(
            "predict",
            "PredictInput",
            Map.of(
                "endpointId",
                nobodys("endpoint"),
                "inputs",
                List.of(Map.of("name", "x", "datatype", "FP32", "shape", List.of(1)))),
            List.of("endpointId", "inputs"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setMemberGrants",
            "SetMemberGrantsInput",
            Map.of(
                "id",
                nobodys("member"),
                "expectedVersion",
                1,
                "grants",
                List.of(Map.of("role", "VIEWER"))),
            List.of("id", "grants"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createTeam",
            "CreateTeamInput",
            Map.of("name", "fresh"),
            List.of("name"),
            List.of("description"),
            List.of()),
        new WithInput(
            "updateTeam",
            "UpdateTeamInput",
            Map.of("id", nobodys("team"), "expectedVersion", 1, "name", "fresh"),
            List.of("id"),
            List.of("description"),
            List.of("id")),
        new WithInput(
            "setTeamMembers",
            "SetTeamMembersInput",
            Map.of("id", nobodys("team"), "expectedVersion", 1, "memberIds", List.of()),
            List.of("id", "memberIds"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setTeamGrants",
            "SetTeamGrantsInput",
            Map.of(
                "id",
                nobodys("team"),
                "expectedVersion",
                1,
                "grants",
                List.of(Map.of("role", "VIEWER"))),
            List.of("id", "grants"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createRole",
            "CreateRoleInput",
            Map.of("name", "fresh", "permissions", List.of("RUN_READ")),
            List.of("name", "permissions"),
            List.of("description"),
            List.of()),
        new WithInput(
            "updateRole",
            "UpdateRoleInput",
            Map.of("id", nobodys("role"), "expectedVersion", 1, "name", "fresh"),
            List.of("id"),
            List.of("description"),
            List.of("id")),
        new WithInput(
            "createServiceAccount",
            "CreateServiceAccountInput",
            Map.of("name", "fresh"),
            List.of("name"),
            List.of("description"),
            List.of()),
        new WithInput(
            "setServiceAccountGrants",
            "SetServiceAccountGrantsInput",
            Map.of("id", nobodys("serviceaccount"), "expectedVersion", 1, "grants", List.of()),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "rotateApiKey",
            "RotateApiKeyInput",
            Map.of("id", nobodys("apikey")),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setKeyPolicy",
            "SetKeyPolicyInput",
            Map.of("unusedAfter", "P30D", "expectedVersion", 99),
            List.of("unusedAfter"),
            List.of("maxLife"),
            List.of("unusedAfter", "maxLife")),
        new WithInput(
            "setTrustedDocumentsOnly",
            "SetTrustedDocumentsOnlyInput",
            Map.of("only", false, "expectedVersion", 99),
            List.of("only"),
            List.of(),
            List.of()),
        new WithInput(
            "inviteMember",
            "InviteMemberInput",
            Map.of("email", "fresh@people.example"),
            List.of("email"),
            List.of(),
            List.of("email")),
        new WithInput(
            "transferOwnership",
            "TransferOwnershipInput",
            Map.of("toMemberId", nobodys("member"), "expectedVersion", 1),
            List.of("toMemberId"),
            List.of(),
            List.of("toMemberId")),
        new WithInput(
            "setSignOnProvider",
            "SetSignOnProviderInput",
            Map.of(
                "issuer",
                "https://1.1.1.1",
                "clientId",
                "c",
                "clientSecret",
                "s",
                "role",
                "VIEWER"),
            List.of("issuer", "clientId"),
            List.of(),
            List.of("issuer")),
        new WithInput(
            "addSignOnDomain",
            "AddSignOnDomainInput",
            Map.of("domain", "fresh.example"),
            List.of("domain"),
            List.of(),
            List.of("domain")),
        operatorsStep("suspendTenant", "SuspendTenantInput"),
        operatorsStep("resumeTenant", "ResumeTenantInput"),
        new WithInput(
            "setTenantPlan",
            "SetTenantPlanInput",
            Map.of(
                "id",
                nobodys("tenant"),
                "plan",
                "small",
                "expectedPlan",
                "standard",
                "reason",
                "agreed"),
            List.of("id", "plan", "expectedPlan", "reason"),
            List.of(),
            List.of("id")),
        new WithInput(
            "updateTenant",
            "UpdateTenantInput",
            Map.of("name", "n", "expectedVersion", 99),
            List.of("name"),
            List.of(),
            List.of()),
        new WithInput(
            "createApiKey",
            "CreateApiKeyInput",
            Map.of("name", "k", "permissions", List.of("RUN_READ")),
            List.of("name"),
            List.of(),
            List.of()));
  }

  private WithInput operatorsStep(String name, String type) {
    return new WithInput(
        name,
        type,
        Map.of("id", nobodys("tenant"), "reason", "unpaid"),
        List.of("id", "reason"),
        List.of(),
        List.of("id"));
  }

  private static WithInput decision(String name, String inputType, Map<String, Object> input) {
    return new WithInput(name, inputType, input, List.of("id"), List.of("comment"), List.of("id"));
  }

  List<WithArguments> withArguments() {
    String expected = "$expectedVersion:Int!";
    return List.of(
        new WithArguments(
            "openDatasetVersion",
            "datasetId",
            Map.of("datasetId", things.get("dataset")),
            "$datasetId:ID!"),
        new WithArguments(
            "sealDatasetVersion", "id", Map.of("id", things.get("version")), "$id:ID!"),
        new WithArguments(
            "validate",
            "id",
            Map.of("id", nobodys("datasetversion"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "replayTenantDeadLetter",
            "id",
            Map.of("id", nobodys("deadletter"), "tenantId", nobodys("tenant")),
            "$id:ID!,$tenantId:ID!"),
        new WithArguments(
            "deleteCollector",
            "id",
            Map.of("id", nobodys("collector"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "rotateChannelSecret",
            "id",
            Map.of("id", nobodys("channel"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "deleteChannel",
            "id",
            Map.of("id", nobodys("channel"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "deleteComment",
            "id",
            Map.of("id", nobodys("comment"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "deleteAlertRule",
            "id",
            Map.of("id", nobodys("alertrule"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "acknowledgeAlert",
            "id",
            Map.of("id", nobodys("alert"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "retrain",
            "policyId",
            Map.of("policyId", nobodys("retrainingpolicy")),
            "$policyId:ID!"),
        new WithArguments("testChannel", "id", Map.of("id", nobodys("channel")), "$id:ID!"),
        new WithArguments(
            "redeliver",
            "id",
            Map.of("id", nobodys("delivery"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments("sealCollected", "id", Map.of("id", nobodys("collector")), "$id:ID!"),
        new WithArguments("endUpload", "id", Map.of("id", nobodys("upload")), "$id:ID!"),
        new WithArguments(
            "retryValidation",
            "id",
            Map.of("id", things.get("version"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "finishRun",
            "id",
            Map.of("id", things.get("run"), "status", "FINISHED"),
            "$id:ID!,$status:RunStatus!"),
        new WithArguments(
            "archiveRun",
            "id",
            Map.of("id", things.get("run"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "unarchiveRun",
            "id",
            Map.of("id", things.get("run"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "cancelJob",
            "id",
            Map.of("id", nobodys("job"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "stopEndpoint",
            "id",
            Map.of("id", nobodys("endpoint"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "rollBack",
            "endpointId",
            Map.of("endpointId", nobodys("endpoint"), "expectedVersion", 1),
            "$endpointId:ID!," + expected),
        new WithArguments(
            "removeBudget",
            "id",
            Map.of("id", nobodys("budget"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "removeMember",
            "id",
            Map.of("id", nobodys("member"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "deleteTeam",
            "id",
            Map.of("id", nobodys("team"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "deleteRole",
            "id",
            Map.of("id", nobodys("role"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "deleteServiceAccount",
            "id",
            Map.of("id", nobodys("serviceaccount"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "revokeInvitation",
            "id",
            Map.of("id", nobodys("invitation"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "resendInvitation",
            "id",
            Map.of("id", nobodys("invitation"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "removeSignOnProvider",
            "id",
            Map.of("id", nobodys("signonprovider"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "verifySignOnDomain",
            "id",
            Map.of("id", nobodys("signondomain"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments(
            "removeSignOnDomain",
            "id",
            Map.of("id", nobodys("signondomain"), "expectedVersion", 1),
            "$id:ID!," + expected),
        new WithArguments("replayDeadLetter", "id", Map.of("id", nobodys("deadletter")), "$id:ID!"),
        new WithArguments("revokeApiKey", "id", Map.of("id", nobodys("apikey")), "$id:ID!"));
  }
}
