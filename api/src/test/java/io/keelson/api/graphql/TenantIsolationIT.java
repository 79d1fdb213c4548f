package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TenantIsolationIT {
  private static final Set<String> HIDDEN = Set.of("NOT_FOUND", "FORBIDDEN");

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject GraphQLSchema schema;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  /** Every mutation that names something, as one tenant would try it on another's things. */
  private static final Map<String, String> ATTEMPTS =
      Map.ofEntries(
          Map.entry(
              "updateProject",
              "updateProject(input:{id:$project,expectedVersion:1,name:\"mine\"}){id}"),
          Map.entry(
              "removeProject",
              "removeProject(input:{id:$project,expectedVersion:1,slug:\"mine\"}){projectId}"),
          Map.entry("createDataset", "createDataset(input:{projectId:$project,name:\"mine\"}){id}"),
          Map.entry("openDatasetVersion", "openDatasetVersion(datasetId:$dataset){id}"),
          Map.entry(
              "startUpload",
              "startUpload(input:{datasetVersionId:$version,path:\"a.csv\",sizeBytes:1}){url}"),
          Map.entry(
              "runTransform",
              "runTransform(input:{datasetId:$dataset,sql:\"SELECT 1\",inputs:[{name:\"a\",datasetVersionId:$version}]}){id}"),
          Map.entry(
              "previewTransform",
              "previewTransform(input:{projectId:$project,sql:\"SELECT 1\",inputs:[{name:\"a\",datasetVersionId:$version}]}){id}"),
          Map.entry(
              "setExpectations",
              "setExpectations(input:{datasetId:$dataset,expectedVersion:0,expectations:[]}){id}"),
          Map.entry(
              "importExpectations",
              "importExpectations(input:{datasetId:$dataset,expectedVersion:0,suite:{expectations:[]}}){id}"),
          Map.entry("validate", "validate(id:$version,expectedVersion:1){id}"),
          Map.entry(
              "askForWaiver",
              "askForWaiver(input:{validationId:$validation,number:1,reason:\"mine\",endsAt:\""
                  + OffsetDateTime.now(ZoneOffset.UTC).plusDays(1)
                  + "\"}){id}"),
          Map.entry("grantWaiver", "grantWaiver(input:{id:$waiver,expectedVersion:1}){id}"),
          Map.entry("declineWaiver", "declineWaiver(input:{id:$waiver,expectedVersion:1}){id}"),
          Map.entry("endWaiver", "endWaiver(input:{id:$waiver,expectedVersion:1}){id}"),
          Map.entry("createCollector", "createCollector(input:{datasetId:$dataset}){id}"),
          Map.entry(
              "updateCollector", "updateCollector(input:{id:$collector,expectedVersion:1}){id}"),
          Map.entry("deleteCollector", "deleteCollector(id:$collector,expectedVersion:1){id}"),
          Map.entry("sealCollected", "sealCollected(id:$collector){id}"),
          Map.entry(
              "createChannel",
              "createChannel(input:{projectId:$project,name:\"mine\",kind:WEBHOOK,address:\"https://mine.example/\"}){secret}"),
          Map.entry(
              "updateChannel",
              "updateChannel(input:{id:$channel,expectedVersion:1,address:\"https://mine.example/\"}){id}"),
          Map.entry(
              "rotateChannelSecret", "rotateChannelSecret(id:$channel,expectedVersion:1){secret}"),
          Map.entry("deleteChannel", "deleteChannel(id:$channel,expectedVersion:1){id}"),
          Map.entry("testChannel", "testChannel(id:$channel){id}"),
          Map.entry("redeliver", "redeliver(id:$delivery,expectedVersion:1){id}"),
          Map.entry(
              "createAlertRule",
              "createAlertRule(input:{projectId:$project,name:\"mine\",kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}"),
          Map.entry(
              "updateAlertRule",
              "updateAlertRule(input:{id:$alertRule,expectedVersion:1,name:\"mine\",threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}"),
          Map.entry(
              "silenceAlertRule", "silenceAlertRule(input:{id:$alertRule,expectedVersion:1}){id}"),
          Map.entry("deleteAlertRule", "deleteAlertRule(id:$alertRule,expectedVersion:1){id}"),
          Map.entry("acknowledgeAlert", "acknowledgeAlert(id:$alert,expectedVersion:1){id}"),
          Map.entry("addComment", "addComment(input:{subjectId:$run,text:\"mine\"}){id}"),
          Map.entry(
              "editComment",
              "editComment(input:{id:$comment,expectedVersion:1,text:\"mine\"}){id}"),
          Map.entry("deleteComment", "deleteComment(id:$comment,expectedVersion:1){id}"),
          Map.entry(
              "markInboxThreads",
              "markInboxThreads(input:{threads:[{id:$thread,expectedVersion:1}],as:DONE}){id}"),
          Map.entry(
              "setRetrainingPolicy",
              "setRetrainingPolicy(input:{modelId:$model,expectedVersion:1,datasetId:$dataset,evaluationDatasetId:$dataset,experimentId:$experiment,target:\"y\",maxCost:\"1\"}){id}"),
          Map.entry("retrain", "retrain(policyId:$retrainingPolicy){id}"),
          Map.entry(
              "rollBackRetraining",
              "rollBackRetraining(input:{id:$retrainingRun,expectedVersion:1,reason:\"mine\"}){id}"),
          Map.entry("endUpload", "endUpload(id:$upload){id}"),
          Map.entry("sealDatasetVersion", "sealDatasetVersion(id:$version){id}"),
          Map.entry("retryValidation", "retryValidation(id:$version,expectedVersion:1){id}"),
          Map.entry(
              "createExperiment", "createExperiment(input:{projectId:$project,name:\"mine\"}){id}"),
          Map.entry("createRun", "createRun(input:{experimentId:$experiment}){id}"),
          Map.entry(
              "logBatch", "logBatch(input:{runId:$run,params:[{key:\"a\",value:\"b\"}]}){id}"),
          Map.entry("finishRun", "finishRun(id:$run,status:FINISHED){id}"),
          Map.entry("updateRun", "updateRun(input:{id:$run,expectedVersion:1,note:\"mine\"}){id}"),
          Map.entry("archiveRun", "archiveRun(id:$run,expectedVersion:1){id}"),
          Map.entry("unarchiveRun", "unarchiveRun(id:$run,expectedVersion:1){id}"),
          Map.entry(
              "submitJob",
              "submitJob(input:{projectId:$project,name:\"mine\",command:[\"true\"]}){id}"),
          Map.entry("cancelJob", "cancelJob(id:$job,expectedVersion:1){id}"),
          Map.entry(
              "registerModelVersion",
              "registerModelVersion(input:{projectId:$project,modelName:\"mine\",runId:$run,artifactPath:\"model.onnx\"}){id}"),
          Map.entry(
              "approveModelVersion",
              "approveModelVersion(input:{id:$modelVersion,expectedVersion:1}){id}"),
          Map.entry(
              "rejectModelVersion",
              "rejectModelVersion(input:{id:$modelVersion,expectedVersion:1}){id}"),
          Map.entry(
              "archiveModelVersion",
              "archiveModelVersion(input:{id:$modelVersion,expectedVersion:1}){id}"),
          Map.entry(
              "setModelAlias",
              "setModelAlias(input:{modelId:$model,alias:\"champion\",modelVersionId:$modelVersion}){name}"),
          Map.entry(
              "deploy",
              "deploy(input:{projectId:$project,endpointName:\"mine\",modelVersionId:$modelVersion}){id}"),
          Map.entry(
              "setTraffic",
              "setTraffic(input:{endpointId:$endpoint,expectedVersion:1,weights:[{revisionId:$revision,weight:100}]}){id}"),
          Map.entry(
              "predict",
              "predict(input:{endpointId:$endpoint,inputs:[{name:\"x\",datatype:\"FP32\",shape:[1],data:[1]}]}){latencyMs}"),
          Map.entry("setCapture", "setCapture(input:{endpointId:$endpoint,share:1}){id}"),
          Map.entry("setDrift", "setDrift(input:{endpointId:$endpoint}){id}"),
          Map.entry(
              "setQuality",
              "setQuality(input:{endpointId:$endpoint,output:\"y\",measure:ACCURACY,window:\"PT1H\",horizon:\"PT1H\"}){id}"),
          Map.entry(
              "logLabels",
              "logLabels(input:{endpointId:$endpoint,labels:[{inferenceId:\"i\",value:\"1\"}]}){labels}"),
          Map.entry(
              "startRollout",
              "startRollout(input:{endpointId:$endpoint,candidateId:$revision,expectedVersion:1,steps:[{weight:1,hold:\"PT1M\"}]}){id}"),
          Map.entry("pauseRollout", "pauseRollout(input:{id:$rollout,expectedVersion:1}){id}"),
          Map.entry(
              "extendRolloutPause",
              "extendRolloutPause(input:{id:$rollout,expectedVersion:1,by:\"PT1H\"}){id}"),
          Map.entry(
              "setRolloutPolicy", "setRolloutPolicy(input:{endpointId:$endpoint,steps:[]}){id}"),
          Map.entry("resumeRollout", "resumeRollout(input:{id:$rollout,expectedVersion:1}){id}"),
          Map.entry("promoteRollout", "promoteRollout(input:{id:$rollout,expectedVersion:1}){id}"),
          Map.entry(
              "abortRollout",
              "abortRollout(input:{id:$rollout,expectedVersion:1,reason:\"mine\"}){id}"),
          Map.entry("rollBack", "rollBack(endpointId:$endpoint,expectedVersion:1){id}"),
          Map.entry("stopEndpoint", "stopEndpoint(id:$endpoint,expectedVersion:1){id}"),
          Map.entry(
              "setBudget", "setBudget(input:{projectId:$project,period:MONTH,amount:\"1\"}){id}"),
          Map.entry("setQuota", "setQuota(input:{tenantId:$tenant,name:PROJECTS,limit:1}){name}"),
          Map.entry("removeBudget", "removeBudget(id:$budget,expectedVersion:1){id}"),
          Map.entry("removeMember", "removeMember(id:$member,expectedVersion:1){id}"),
          Map.entry("replayDeadLetter", "replayDeadLetter(id:$deadLetter){id}"),
          Map.entry(
              "replayTenantDeadLetter",
              "replayTenantDeadLetter(tenantId:$tenant,id:$deadLetter){id}"),
          Map.entry("revokeApiKey", "revokeApiKey(id:$key){id}"),
          Map.entry(
              "setMemberGrants",
              "setMemberGrants(input:{id:$member,expectedVersion:1,grants:[{role:OWNER}]}){id}"),
          Map.entry(
              "updateTeam", "updateTeam(input:{id:$team,expectedVersion:1,name:\"mine\"}){id}"),
          Map.entry(
              "setTeamMembers",
              "setTeamMembers(input:{id:$team,expectedVersion:1,memberIds:[]}){id}"),
          Map.entry(
              "setTeamGrants", "setTeamGrants(input:{id:$team,expectedVersion:1,grants:[]}){id}"),
          Map.entry("deleteTeam", "deleteTeam(id:$team,expectedVersion:1){id}"),
          Map.entry(
              "createTeam",
              "createTeam(input:{name:\"mine\",memberIds:[$member],grants:[{customRoleId:$role}]}){id}"),
          Map.entry(
              "updateRole",
              "updateRole(input:{id:$role,expectedVersion:1,permissions:[RUN_READ]}){id}"),
          Map.entry(
              "setServiceAccountGrants",
              "setServiceAccountGrants(input:{id:$account,expectedVersion:1,grants:[]}){id}"),
          Map.entry(
              "deleteServiceAccount", "deleteServiceAccount(id:$account,expectedVersion:1){id}"),
          Map.entry(
              "createApiKey",
              "createApiKey(input:{name:\"mine\",serviceAccountId:$account}){secret}"),
          Map.entry("rotateApiKey", "rotateApiKey(input:{id:$key}){secret}"),
          Map.entry(
              "inviteMember",
              "inviteMember(input:{email:\"mine@people.example\",teamIds:[$team]}){id}"),
          Map.entry("revokeInvitation", "revokeInvitation(id:$invitation,expectedVersion:1){id}"),
          Map.entry("resendInvitation", "resendInvitation(id:$invitation,expectedVersion:1){id}"),
          Map.entry(
              "transferOwnership",
              "transferOwnership(input:{toMemberId:$member,expectedVersion:1}){id}"),
          Map.entry("suspendTenant", "suspendTenant(input:{id:$tenant,reason:\"mine\"}){id}"),
          Map.entry("resumeTenant", "resumeTenant(input:{id:$tenant,reason:\"mine\"}){id}"),
          Map.entry(
              "setTenantPlan",
              "setTenantPlan(input:{id:$tenant,plan:\"standard\",expectedPlan:\"standard\",reason:\"mine\"}){id}"),
          Map.entry(
              "setSignOnProvider",
              "setSignOnProvider(input:{issuer:\"https://1.1.1.1\",clientId:\"mine\",clientSecret:\"mine\",customRoleId:$role}){id}"),
          Map.entry(
              "removeSignOnProvider",
              "removeSignOnProvider(id:$signOnProvider,expectedVersion:1){id}"),
          Map.entry(
              "verifySignOnDomain", "verifySignOnDomain(id:$signOnDomain,expectedVersion:1){id}"),
          Map.entry(
              "removeSignOnDomain", "removeSignOnDomain(id:$signOnDomain,expectedVersion:1){id}"),
          Map.entry("deleteRole", "deleteRole(id:$role,expectedVersion:1){id}"));

  /** Mutations that name nothing of anybody's. */
  private static final Set<String> NAMELESS =
      Set.of(
          "createTenant",
          "createProject",
          "createRole",
          "createServiceAccount",
          "setKeyPolicy",
          "updateTenant",
          "setTrustedDocumentsOnly",
          "addSignOnDomain",
          "acceptInvitation",
          "leaveTenant");

  @Test
  void noMutationReachesAnotherTenantsThings() {
    var victim = tenants.make("victim-a");
    var stranger = tenants.make("stranger-a");
    Map<String, Object> ids =
        SecretThings.make(endpoints, victim.tenant(), graph(victim.key()), "a");
    Set<String> mutations =
        schema.getMutationType().getFieldDefinitions().stream()
            .map(GraphQLFieldDefinition::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> tried = new TreeSet<>(ATTEMPTS.keySet());
    tried.addAll(NAMELESS);
    assertThat(tried).as("every mutation of the schema is tried here").isEqualTo(mutations);

    ATTEMPTS.forEach(
        (name, call) -> {
          Graph.Answer answer =
              graph(stranger.key())
                  .ask("mutation" + variables(call) + "{" + call + "}", used(ids, call));
          assertThat(answer.code())
              .as("%s: %s", name, answer.body())
              .hasValueSatisfying(code -> assertThat(HIDDEN).contains(code));
          assertThat(answer.body().toString()).as(name).doesNotContain("secret");
        });
    assertThat(graph(victim.key()).ask("{apiKeys{edges{node{name revokedAt}}}}").data().toString())
        .contains("secret key\",\"revokedAt\":null");
  }

  private static String variables(String call) {
    List<String> names = names(call);
    return names.isEmpty()
        ? ""
        : names.stream()
            .map(name -> "$" + name + ":ID!")
            .collect(Collectors.joining(",", "(", ")"));
  }

  private static List<String> names(String call) {
    List<String> names = new ArrayList<>();
    var matcher = java.util.regex.Pattern.compile("\\$([a-zA-Z]+)").matcher(call);
    while (matcher.find()) {
      if (!names.contains(matcher.group(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  private static Map<String, Object> used(Map<String, Object> ids, String call) {
    Map<String, Object> used = new LinkedHashMap<>();
    names(call).forEach(name -> used.put(name, ids.get(name)));
    return used;
  }

  @Test
  void noQueryShowsAnotherTenantsThings() {
    var victim = tenants.make("victim-b");
    var stranger = tenants.make("stranger-b");
    Map<String, Object> ids =
        SecretThings.make(endpoints, victim.tenant(), graph(victim.key()), "b");
    Graph other = graph(stranger.key());
    for (String name :
        List.of(
            "project",
            "dataset",
            "version",
            "suite",
            "validation",
            "waiver",
            "preview",
            "collector",
            "channel",
            "delivery",
            "alertRule",
            "alert",
            "comment",
            "thread",
            "retrainingPolicy",
            "retrainingRun",
            "experiment",
            "run",
            "job",
            "tenant",
            "key",
            "member",
            "team",
            "role",
            "invitation",
            "signOnProvider",
            "signOnDomain",
            "account",
            "endpoint",
            "revision",
            "rollout",
            "budget",
            "deadLetter")) {
      Graph.Answer answer =
          other.ask("query($id:ID!){node(id:$id){id}}", Map.of("id", ids.get(name)));
      assertThat(answer.data().get("node").isNull())
          .as("node(%s): %s", name, answer.body())
          .isTrue();
    }
    assertThat(
            other
                .ask("query($s:String!){project(slug:$s){id}}", Map.of("s", ids.get("slug")))
                .code())
        .hasValue("NOT_FOUND");
    assertThat(
            other
                .ask(
                    "query($p:ID!){dataset(projectId:$p,name:\"secret data\"){id}}",
                    Map.of("p", ids.get("project")))
                .code())
        .hasValue("NOT_FOUND");
    assertThat(
            other
                .ask(
                    "query($r:[ID!]!){compareRuns(ids:$r){metrics}}",
                    Map.of("r", List.of(ids.get("run"))))
                .code())
        .hasValueSatisfying(code -> assertThat(HIDDEN).contains(code));
    assertThat(other.ask("{operatedTenant(slug:\"victim-b\"){name}}").code()).hasValue("FORBIDDEN");
    String period = "period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"}";
    Graph.Answer lists =
        other.ask(
            "{viewer{tenants{slug} inbox(first:100){edges{node{text}}}} tenant{slug members{edges{node{person{email}}}} teams{edges{node{name}}} roles{name} serviceAccounts{edges{node{name keys{name}}}} invitations{edges{node{email}}} signOnProvider{issuer clientId} signOnDomains{domain recordValue}} localMails{body} projects{edges{node{slug}}} apiKeys{edges{node{name}}} busiest:apiKeys(filter:IN_FORCE,orderBy:POINTS){edges{node{name}}}"
                + " unused:apiKeys(filter:UNUSED){edges{node{name}}} cost("
                + period
                + "){total{amount} lines(by:[PROJECT,JOB,ENDPOINT]){amount{amount} job{name} endpoint{name}}}"
                + " usage("
                + period
                + "){edges{node{id}}} auditLog("
                + period
                + "){edges{node{action}}} datasets{edges{node{name}}} models{edges{node{name}}}"
                + " endpoints{edges{node{name}}} jobs{edges{node{name}}} runs{edges{node{name}}}"
                + " waitingApprovals{edges{node{modelName}}} alerts{edges{node{rule{name}}}}"
                + " alertRules{edges{node{name}}} search(text:\"secret\"){name}"
                + " activity(first:100){edges{node{subject{label}}}} budgets{amount{amount}} deadLetters{edges{node{event}}}}");
    assertThat(lists.data().toString())
        .doesNotContain("victim")
        .doesNotContain("secret")
        .doesNotContain("12345.67");
    assertThat(
            graph(victim.key()).ask("{search(text:\"SECRET\",first:20){name}}").data().toString())
        .contains("Secret plans", "secret data", "secret question", "secret run", "secret job");
    assertThat(
            other
                .ask(
                    "query($p:ID!){usage(projectId:$p," + period + "){edges{node{id}}}}",
                    Map.of("p", ids.get("project")))
                .data()
                .at("/usage/edges"))
        .isEmpty();
    for (String named : List.of("job", "run", "endpoint")) {
      assertThat(
              other
                  .ask(
                      "query($i:ID){usage(" + named + "Id:$i," + period + "){edges{node{id}}}}",
                      Map.of("i", ids.get(named)))
                  .data()
                  .at("/usage/edges"))
          .as("usage(%sId)", named)
          .isEmpty();
    }
    Set<String> queries =
        schema.getQueryType().getFieldDefinitions().stream()
            .map(GraphQLFieldDefinition::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(queries)
        .as("every query of the schema is tried here")
        .containsExactlyInAnyOrder(
            "node",
            "activity",
            "project",
            "projects",
            "dataset",
            "compareRuns",
            "viewer",
            "tenant",
            "apiKeys",
            "cost",
            "usage",
            "auditLog",
            "datasets",
            "models",
            "endpoints",
            "jobs",
            "runs",
            "waitingApprovals",
            "alerts",
            "alertRules",
            "search",
            "budgets",
            "deadLetters",
            "localMails",
            "operatedTenant");
  }
}
