package io.keelson.api.graphql.permission;

import static io.keelson.api.graphql.permission.Outcome.FORBIDDEN;
import static io.keelson.api.graphql.permission.Outcome.LET_THROUGH;
import static io.keelson.api.graphql.permission.Outcome.NOT_FOUND;
import static io.keelson.api.graphql.permission.Outcome.UNAUTHENTICATED;
import static io.keelson.api.graphql.permission.Rule.byKind;
import static io.keelson.api.graphql.permission.Rule.handingOut;
import static io.keelson.api.graphql.permission.Rule.inNamedProject;
import static io.keelson.api.graphql.permission.Rule.inProject;
import static io.keelson.api.graphql.permission.Rule.inProjectIfSeen;
import static io.keelson.api.graphql.permission.Rule.inTenant;
import static io.keelson.api.graphql.permission.Rule.operators;
import static io.keelson.api.graphql.permission.Rule.personInTenant;
import static io.keelson.tenancy.access.Permission.*;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of mutations. What they name is fresh, so that each is carried out for whoever may; what
 * they hand out is what they need anyway, or nothing.
 */
final class Mutations {
  private Mutations() {}

  static List<Operation> rows() {
    return Stream.of(tenants(), people(), keys(), data(), experiments(), models(), endpoints())
        .flatMap(List::stream)
        .toList();
  }

  private static Operation row(String name, Rule rule, String arguments) {
    return row(name, rule, arguments, "id");
  }

  private static Operation row(String name, Rule rule, String arguments, String answer) {
    return Operation.of("Mutation." + name, rule, name + "(" + arguments + "){" + answer + "}");
  }

  private static List<Operation> tenants() {
    return List.of(
        row(
                "createTenant",
                byKind(LET_THROUGH, UNAUTHENTICATED),
                "input:{slug:\"" + World.HOME + "\",name:$name}")
            .stoppingAt("CONFLICT"),
        row("suspendTenant", operators(), "input:{id:$tenant,reason:\"unpaid\"}"),
        row("resumeTenant", operators(), "input:{id:$tenant,reason:\"paid\"}"),
        row(
                "setTenantPlan",
                operators(),
                "input:{id:$tenant,plan:\"small\",expectedPlan:\"standard\",reason:\"agreed\"}")
            .stoppingAt("CONFLICT"),
        row("replayTenantDeadLetter", operators(), "tenantId:$tenant,id:$deadLetter"),
        row("setQuota", operators(), "input:{tenantId:$tenant,name:PROJECTS,limit:5}", "name"),
        row("createProject", inTenant(PROJECT_WRITE), "input:{slug:$fresh,name:$name}"),
        row(
            "updateProject",
            inNamedProject(PROJECT_WRITE),
            "input:{id:$project,expectedVersion:1,name:\"lighthouse project\"}"),
        row(
                "removeProject",
                inTenant(PROJECT_WRITE),
                "input:{id:$project,expectedVersion:99,slug:$slug}",
                "projectId")
            .stoppingAt("CONFLICT"),
        row(
            "setBudget",
            inNamedProject(BUDGET_WRITE, COST_READ),
            "input:{projectId:$project,period:MONTH,amount:\"10\"}"),
        row("setBudget", inTenant(BUDGET_WRITE, COST_READ), "input:{period:MONTH,amount:\"10\"}")
            .as("of the tenant"),
        row(
            "removeBudget",
            inProjectIfSeen(BUDGET_WRITE, COST_READ),
            "id:$budget,expectedVersion:1"),
        row("replayDeadLetter", inTenant(TENANT_WRITE), "id:$deadLetter"));
  }

  private static List<Operation> people() {
    return List.of(
        row("leaveTenant", byKind(LET_THROUGH, FORBIDDEN), "expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
                "transferOwnership",
                personInTenant(TENANT_WRITE),
                "input:{toMemberId:$member,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("acceptInvitation", byKind(NOT_FOUND, FORBIDDEN), "token:\"" + "A".repeat(43) + "\"")
            .refusedToAll(),
        row("inviteMember", inTenant(MEMBER_WRITE), "input:{email:$email}"),
        row("revokeInvitation", inTenant(MEMBER_WRITE), "id:$invitation,expectedVersion:1"),
        row("resendInvitation", inTenant(MEMBER_WRITE), "id:$invitation,expectedVersion:1")
            .stoppingAt("RATE_LIMITED"),
        row(
            "setMemberGrants",
            inTenant(MEMBER_WRITE),
            "input:{id:$member,expectedVersion:1,grants:[]}"),
        row("removeMember", inTenant(MEMBER_WRITE), "id:$member,expectedVersion:1"),
        row(
                "setSignOnProvider",
                inTenant(MEMBER_WRITE),
                "input:{issuer:\"https://1.1.1.1\",clientId:\"lighthouse\",customRoleId:$role,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row(
                "setSignOnProvider",
                inTenant(MEMBER_WRITE, TENANT_WRITE),
                "input:{issuer:\"https://8.8.8.8\",clientId:\"lighthouse\",clientSecret:\"two\",customRoleId:$role,expectedVersion:99}")
            .as("of another issuer")
            .stoppingAt("CONFLICT"),
        row("removeSignOnProvider", inTenant(TENANT_WRITE), "id:$signOnProvider,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
                "addSignOnDomain",
                inTenant(MEMBER_WRITE),
                "input:{domain:\"" + Things.NAMED_DOMAIN + "\"}")
            .stoppingAt("CONFLICT"),
        row("verifySignOnDomain", inTenant(MEMBER_WRITE), "id:$signOnDomain,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row("removeSignOnDomain", inTenant(TENANT_WRITE), "id:$signOnDomain,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row("createTeam", inTenant(MEMBER_WRITE), "input:{name:$name}"),
        row("updateTeam", inTenant(MEMBER_WRITE), "input:{id:$team,expectedVersion:1,name:$name}"),
        row(
            "setTeamMembers",
            inTenant(MEMBER_WRITE),
            "input:{id:$team,expectedVersion:1,memberIds:[]}"),
        row(
            "setTeamGrants",
            inTenant(MEMBER_WRITE),
            "input:{id:$team,expectedVersion:1,grants:[]}"),
        row("deleteTeam", inTenant(MEMBER_WRITE), "id:$team,expectedVersion:1"),
        row("createRole", inTenant(MEMBER_WRITE), "input:{name:$name,permissions:[MEMBER_WRITE]}"),
        row("updateRole", inTenant(MEMBER_WRITE), "input:{id:$role,expectedVersion:1,name:$name}"),
        row("deleteRole", inTenant(MEMBER_WRITE), "id:$role,expectedVersion:1"));
  }

  private static List<Operation> keys() {
    return List.of(
        row(
            "createApiKey",
            inTenant(KEY_WRITE),
            "input:{name:$name,permissions:[KEY_WRITE]}",
            "secret"),
        row(
                "createApiKey",
                handingOut(KEY_WRITE, RUN_READ),
                "input:{name:$name,permissions:[RUN_READ],projectIds:$projects}",
                "secret")
            .as("for a project"),
        row(
                "createApiKey",
                inTenant(KEY_WRITE),
                "input:{name:$name,serviceAccountId:$account}",
                "secret")
            .as("of an account"),
        row("rotateApiKey", inTenant(KEY_WRITE), "input:{id:$key}", "secret"),
        row("revokeApiKey", inTenant(KEY_WRITE), "id:$key"),
        row("updateTenant", inTenant(TENANT_WRITE), "input:{name:$name,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row(
            "setKeyPolicy",
            inTenant(TENANT_WRITE),
            "input:{unusedAfter:\"P30D\",expectedVersion:1}"),
        row(
                "setTrustedDocumentsOnly",
                inTenant(TENANT_WRITE),
                "input:{only:false,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("createServiceAccount", inTenant(MEMBER_WRITE), "input:{name:$name}"),
        row(
            "setServiceAccountGrants",
            inTenant(MEMBER_WRITE),
            "input:{id:$account,expectedVersion:1,grants:[]}"),
        row("deleteServiceAccount", inTenant(MEMBER_WRITE), "id:$account,expectedVersion:1"));
  }

  private static List<Operation> data() {
    return List.of(
        row(
            "createDataset",
            inNamedProject(DATASET_WRITE),
            "input:{projectId:$project,name:$name}"),
        row("openDatasetVersion", inProject(DATASET_WRITE), "datasetId:$dataset"),
        row(
            "startUpload",
            inProject(DATASET_WRITE),
            "input:{datasetVersionId:$version,path:\"b.csv\",sizeBytes:1}",
            "url"),
        row("endUpload", inProject(DATASET_WRITE), "id:$upload"),
        row(
                "runTransform",
                inProject(DATASET_WRITE, JOB_SUBMIT, DATASET_READ),
                "input:{datasetId:$dataset,sql:\"SELECT 1\",inputs:[{name:\"a\",datasetVersionId:$version}]}")
            .stoppingAt("CONFLICT"),
        row(
                "previewTransform",
                inNamedProject(JOB_SUBMIT, DATASET_READ),
                "input:{projectId:$project,sql:\"SELECT 1\",inputs:[{name:\"a\",datasetVersionId:$version}]}")
            .stoppingAt("CONFLICT"),
        row(
            "setExpectations",
            inProject(DATASET_WRITE),
            "input:{datasetId:$dataset,expectedVersion:0,expectations:[]}"),
        row(
            "importExpectations",
            inProject(DATASET_WRITE),
            "input:{datasetId:$dataset,expectedVersion:0,suite:{expectations:[]}}"),
        row("validate", inProject(DATASET_WRITE), "id:$version,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
                "askForWaiver",
                inProject(DATASET_WRITE),
                "input:{validationId:$validation,number:1,reason:\"known\",endsAt:\"%s\"}"
                    .formatted(Instant.now().plus(Duration.ofDays(30))))
            .stoppingAt("CONFLICT"),
        row("grantWaiver", inProject(DATASET_WRITE), "input:{id:$waiver,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("declineWaiver", inProject(DATASET_WRITE), "input:{id:$waiver,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("endWaiver", inProject(DATASET_WRITE), "input:{id:$waiver,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("createCollector", inProject(DATASET_WRITE), "input:{datasetId:$dataset}"),
        row(
            "updateCollector",
            inProject(DATASET_WRITE),
            "input:{id:$collector,expectedVersion:1,sealAfterRows:5}"),
        row("deleteCollector", inProject(DATASET_WRITE), "id:$collector,expectedVersion:1"),
        row("sealCollected", inProject(DATASET_WRITE), "id:$collector"),
        row(
            "createChannel",
            inNamedProject(ALERT_WRITE),
            "input:{projectId:$project,name:$name,kind:WEBHOOK,address:\"https://nobody.invalid/\"}",
            "channel{id}"),
        row(
                "updateChannel",
                inProject(ALERT_WRITE),
                "input:{id:$channel,expectedVersion:99,active:false}")
            .stoppingAt("CONFLICT"),
        row(
                "rotateChannelSecret",
                inProject(ALERT_WRITE),
                "id:$channel,expectedVersion:99",
                "channel{id}")
            .stoppingAt("CONFLICT"),
        row("deleteChannel", inProject(ALERT_WRITE), "id:$channel,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
            "createAlertRule",
            inNamedProject(ALERT_WRITE, JOB_READ),
            "input:{projectId:$project,name:$name,kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}"),
        row(
                "updateAlertRule",
                inProject(ALERT_WRITE, JOB_READ),
                "input:{id:$alertRule,expectedVersion:99,name:\"other\",threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}")
            .stoppingAt("CONFLICT"),
        row(
                "silenceAlertRule",
                inProject(ALERT_WRITE, JOB_READ),
                "input:{id:$alertRule,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("deleteAlertRule", inProject(ALERT_WRITE, JOB_READ), "id:$alertRule,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row("acknowledgeAlert", inProject(ALERT_WRITE, JOB_READ), "id:$alert,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row("testChannel", inProject(ALERT_WRITE), "id:$channel"),
        row("redeliver", inProject(ALERT_WRITE), "id:$delivery,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
            "addComment",
            inProjectIfSeen(COMMENT_WRITE, RUN_READ),
            "input:{subjectId:$run,text:\"seen\"}"),
        row(
                "editComment",
                inProjectIfSeen(COMMENT_WRITE, RUN_READ),
                "input:{id:$comment,expectedVersion:99,text:\"otherwise\"}")
            .stoppingAt("CONFLICT"),
        row(
                "deleteComment",
                inProjectIfSeen(COMMENT_WRITE, RUN_READ),
                "id:$comment,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
                "markInboxThreads",
                byKind(NOT_FOUND, NOT_FOUND),
                "input:{threads:[{id:$thread,expectedVersion:1}],as:READ}")
            .refusedToAll(),
        row("sealDatasetVersion", inProject(DATASET_WRITE), "id:$version"),
        row("retryValidation", inProject(DATASET_WRITE), "id:$version,expectedVersion:99")
            .stoppingAt("CONFLICT"));
  }

  private static List<Operation> experiments() {
    return List.of(
        row("createExperiment", inNamedProject(RUN_WRITE), "input:{projectId:$project,name:$name}"),
        row("createRun", inProject(RUN_WRITE), "input:{experimentId:$experiment}"),
        row(
            "logBatch",
            inProject(RUN_WRITE),
            "input:{runId:$run,metrics:[{key:\"loss\",value:0.5}]}"),
        row("finishRun", inProject(RUN_WRITE), "id:$run,status:FINISHED"),
        row("updateRun", inProject(RUN_WRITE), "input:{id:$run,expectedVersion:99,note:\"seen\"}")
            .stoppingAt("CONFLICT"),
        row("archiveRun", inProject(RUN_WRITE), "id:$run,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row("unarchiveRun", inProject(RUN_WRITE), "id:$run,expectedVersion:99")
            .stoppingAt("CONFLICT"),
        row(
            "submitJob",
            inNamedProject(JOB_SUBMIT),
            "input:{projectId:$project,name:$name,command:[\"true\"]}"),
        row("cancelJob", inProject(JOB_SUBMIT), "id:$job,expectedVersion:1"));
  }

  private static List<Operation> models() {
    return List.of(
        row(
            "registerModelVersion",
            inNamedProject(MODEL_WRITE, RUN_READ),
            "input:{projectId:$project,modelName:$name,runId:$finishedRun,artifactPath:\"model.onnx\"}"),
        row(
            "approveModelVersion",
            inProject(MODEL_APPROVE),
            "input:{id:$modelVersion,expectedVersion:1}"),
        row(
            "rejectModelVersion",
            inProject(MODEL_APPROVE),
            "input:{id:$modelVersion,expectedVersion:1}"),
        row(
            "archiveModelVersion",
            inProject(MODEL_WRITE),
            "input:{id:$approvedVersion,expectedVersion:1}"),
        row(
            "setModelAlias",
            inProject(MODEL_WRITE),
            "input:{modelId:$model,alias:\"champion\",modelVersionId:$modelVersion}",
            "name"),
        row(
                "setRetrainingPolicy",
                inProject(MODEL_WRITE, JOB_SUBMIT, DATASET_READ),
                "input:{modelId:$model,expectedVersion:99,datasetId:$dataset,evaluationDatasetId:$dataset,experimentId:$experiment,target:\"y\",maxCost:\"1\"}")
            .stoppingAt("CONFLICT"),
        row("retrain", inProject(MODEL_WRITE, JOB_SUBMIT), "policyId:$idlePolicy"),
        row(
                "rollBackRetraining",
                inProject(MODEL_WRITE),
                "input:{id:$retrainingRun,expectedVersion:99,reason:\"enough\"}")
            .stoppingAt("CONFLICT"));
  }

  private static List<Operation> endpoints() {
    return List.of(
        row(
            "deploy",
            inNamedProject(ENDPOINT_WRITE, MODEL_READ),
            "input:{projectId:$project,endpointName:$fresh,modelVersionId:$approvedVersion}"),
        row(
            "setTraffic",
            inProject(ENDPOINT_WRITE),
            "input:{endpointId:$endpoint,expectedVersion:$endpointVersion,weights:[{revisionId:$revision,weight:100}]}"),
        row(
            "setCapture",
            inProject(ENDPOINT_WRITE, DATASET_WRITE),
            "input:{endpointId:$endpoint,share:0.5}"),
        row(
            "setQuality",
            inProject(ENDPOINT_WRITE),
            "input:{endpointId:$endpoint,output:\"y\",measure:ACCURACY,window:\"PT1H\",horizon:\"PT1H\"}"),
        row("setDrift", inProject(ENDPOINT_WRITE), "input:{endpointId:$endpoint,share:0.5}"),
        row(
            "logLabels",
            inProject(ENDPOINT_INVOKE),
            "input:{endpointId:$judgedEndpoint,labels:[{inferenceId:\"i\",value:\"1\"}]}",
            "labels"),
        row(
                "startRollout",
                inProject(ENDPOINT_WRITE),
                "input:{endpointId:$endpoint,candidateId:$revision,expectedVersion:$endpointVersion,steps:[{weight:10,hold:\"PT1M\"}]}")
            .stoppingAt("CONFLICT"),
        row("pauseRollout", inProject(ENDPOINT_WRITE), "input:{id:$rollout,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row(
                "extendRolloutPause",
                inProject(ENDPOINT_WRITE),
                "input:{id:$rollout,expectedVersion:99,by:\"PT1H\"}")
            .stoppingAt("CONFLICT"),
        row("setRolloutPolicy", inProject(ENDPOINT_WRITE), "input:{endpointId:$endpoint,steps:[]}"),
        row("resumeRollout", inProject(ENDPOINT_WRITE), "input:{id:$rollout,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row("promoteRollout", inProject(ENDPOINT_WRITE), "input:{id:$rollout,expectedVersion:99}")
            .stoppingAt("CONFLICT"),
        row(
                "abortRollout",
                inProject(ENDPOINT_WRITE),
                "input:{id:$rollout,expectedVersion:99,reason:\"enough\"}")
            .stoppingAt("CONFLICT"),
        row(
            "rollBack",
            inProject(ENDPOINT_WRITE),
            "endpointId:$endpoint,expectedVersion:$endpointVersion"),
        row(
            "stopEndpoint",
            inProject(ENDPOINT_WRITE),
            "id:$endpoint,expectedVersion:$endpointVersion"),
        row(
                "predict",
                inProject(ENDPOINT_INVOKE),
                "input:{endpointId:$endpoint,inputs:[{name:\"x\",datatype:\"FP32\",shape:[1],data:[1]}]}",
                "latencyMs")
            .stoppingAt("UNAVAILABLE"));
  }
}
