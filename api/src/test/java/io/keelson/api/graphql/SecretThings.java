package io.keelson.api.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.StoredAlerts;
import io.keelson.api.testing.StoredChecks;
import io.keelson.api.testing.StoredRetraining;
import io.keelson.api.testing.StoredTalk;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.tenant.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** One of everything that a tenant can have, with names that nobody else may see. */
final class SecretThings {
  private SecretThings() {}

  /** Their ids, by the variable that names them in a query. */
  static Map<String, Object> make(
      TestEndpoints endpoints, Tenant tenant, Graph owner, String suffix) {
    Map<String, Object> ids = new LinkedHashMap<>();
    JsonNode project =
        owner
            .ask(
                "mutation($s:String!){createProject(input:{slug:$s,name:\"Secret plans\"}){id slug"
                    + " version}}",
                Map.of("s", "secret-" + suffix))
            .data()
            .get("createProject");
    ids.put("project", project.get("id").asText());
    ids.put("slug", project.get("slug").asText());
    ids.put(
        "dataset",
        owner
            .ask(
                "mutation($p:ID!){createDataset(input:{projectId:$p,name:\"secret data\"}){id}}",
                Map.of("p", ids.get("project")))
            .data()
            .at("/createDataset/id")
            .asText());
    ids.put(
        "version",
        owner
            .ask(
                "mutation($d:ID!){openDatasetVersion(datasetId:$d){id}}",
                Map.of("d", ids.get("dataset")))
            .data()
            .at("/openDatasetVersion/id")
            .asText());
    ids.put(
        "suite",
        Things.id(
            owner,
            "setExpectations(input:{datasetId:$x,expectedVersion:0,expectations:[{name:\"expect_column_to_exist\",column:\"secret\"}]})",
            Map.of("x", ids.get("dataset"))));
    ids.putAll(
        StoredChecks.waiver(
            endpoints,
            tenant.id(),
            GlobalId.decode("id", GraphTypes.PROJECT, ids.get("project").toString()),
            ids.get("version").toString(),
            ids.get("suite").toString()));
    ids.put(
        "preview",
        StoredChecks.preview(
            endpoints,
            tenant.id(),
            GlobalId.decode("id", GraphTypes.PROJECT, ids.get("project").toString())));
    ids.put(
        "upload",
        Things.id(
            owner,
            "startUpload(input:{datasetVersionId:$x,path:\"secret.csv\",sizeBytes:1})",
            Map.of("x", ids.get("version"))));
    ids.put(
        "experiment",
        owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"secret"
                    + " question\"}){id}}",
                Map.of("p", ids.get("project")))
            .data()
            .at("/createExperiment/id")
            .asText());
    ids.put(
        "collector",
        owner
            .ask(
                "mutation($d:ID!){createCollector(input:{datasetId:$d}){id}}",
                Map.of("d", ids.get("dataset")))
            .data()
            .at("/createCollector/id")
            .asText());
    ids.put(
        "channel",
        owner
            .ask(
                "mutation($p:ID!){createChannel(input:{projectId:$p,name:\"secret channel\",kind:WEBHOOK,address:\"https://secret.invalid/\"}){channel{id}}}",
                Map.of("p", ids.get("project")))
            .data()
            .at("/createChannel/channel/id")
            .asText());
    ids.put(
        "alertRule",
        Things.id(
            owner,
            "createAlertRule(input:{projectId:$x,name:\"secret rule\",kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING})",
            Map.of("x", ids.get("project"))));
    ids.put("alert", StoredAlerts.firing(endpoints, tenant.id(), ids.get("alertRule").toString()));
    ids.put("delivery", Things.id(owner, "testChannel(id:$x)", Map.of("x", ids.get("channel"))));
    ids.put(
        "run",
        owner
            .ask(
                "mutation($e:ID!){createRun(input:{experimentId:$e,name:\"secret run\"}){id}}",
                Map.of("e", ids.get("experiment")))
            .data()
            .at("/createRun/id")
            .asText());
    ids.put(
        "comment",
        Things.id(
            owner,
            "addComment(input:{subjectId:$x,text:\"a secret comment\"})",
            Map.of("x", ids.get("run"))));
    ids.put(
        "thread",
        StoredTalk.thread(
            endpoints,
            tenant.id(),
            GlobalId.decode("id", GraphTypes.PROJECT, ids.get("project").toString()),
            Ids.next(),
            GlobalId.decode("id", GraphTypes.RUN, ids.get("run").toString())));
    ids.put(
        "job",
        owner
            .ask(
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"secret"
                    + " job\",command:[\"true\"]}){id}}",
                Map.of("p", ids.get("project")))
            .data()
            .at("/submitJob/id")
            .asText());
    ids.put(
        "budget",
        owner
            .ask(
                "mutation($p:ID!){setBudget(input:{projectId:$p,period:WEEK,amount:\"12345.67\"}){id}}",
                Map.of("p", ids.get("project")))
            .data()
            .at("/setBudget/id")
            .asText());
    ids.put(
        "key",
        owner
            .ask(
                "mutation{createApiKey(input:{name:\"secret"
                    + " key\",permissions:[RUN_READ]}){apiKey{id}}}")
            .data()
            .at("/createApiKey/apiKey/id")
            .asText());
    ids.put(
        "member",
        owner
            .ask("{tenant{members{edges{node{id}}}}}")
            .data()
            .at("/tenant/members/edges/0/node/id")
            .asText());
    ids.put(
        "role",
        Things.id(
            owner, "createRole(input:{name:\"secret role\",permissions:[RUN_READ]})", Map.of()));
    ids.put(
        "account",
        Things.id(owner, "createServiceAccount(input:{name:\"secret account\"})", Map.of()));
    ids.put("tenant", GraphTypes.id(GraphTypes.TENANT, tenant.id()));
    ids.put(
        "invitation",
        Things.id(owner, "inviteMember(input:{email:\"secret@people.example\"})", Map.of()));
    ids.put("team", Things.id(owner, "createTeam(input:{name:\"secret team\"})", Map.of()));
    ids.put(
        "signOnProvider",
        Things.id(
            owner,
            "setSignOnProvider(input:{issuer:\"https://1.1.1.1/secret\",clientId:\"secret"
                + " client\",clientSecret:\"secret\",role:VIEWER})",
            Map.of()));
    ids.put(
        "signOnDomain",
        Things.id(owner, "addSignOnDomain(input:{domain:\"secret.example\"})", Map.of()));
    ids.put("model", "model_" + ids.get("run").toString().substring(4));
    ids.put("deadLetter", "deadletter_" + ids.get("run").toString().substring(4));
    ids.put("modelVersion", "modelversion_" + ids.get("run").toString().substring(4));
    Rollouts.Deployed deployed =
        endpoints.serve(
            tenant.id(),
            GlobalId.decode("id", GraphTypes.PROJECT, ids.get("project").toString()),
            "secret-endpoint",
            null);
    ids.put("endpoint", GraphTypes.id(GraphTypes.ENDPOINT, deployed.endpointId()));
    ids.put("revision", GraphTypes.id(GraphTypes.REVISION, deployed.revisionId()));
    ids.putAll(
        StoredRetraining.waiting(
            endpoints,
            tenant.id(),
            GlobalId.decode("id", GraphTypes.PROJECT, ids.get("project").toString())));
    UUID rollout =
        endpoints.rolledBack(
            tenant.id(),
            GlobalId.decode("id", GraphTypes.PROJECT, ids.get("project").toString()),
            deployed,
            deployed);
    ids.put("rollout", GraphTypes.id(GraphTypes.ROLLOUT, rollout));
    return ids;
  }
}
