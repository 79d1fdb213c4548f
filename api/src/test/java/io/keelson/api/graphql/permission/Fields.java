package io.keelson.api.graphql.permission;

import static io.keelson.api.graphql.permission.Rule.everybody;
import static io.keelson.api.graphql.permission.Rule.inProject;
import static io.keelson.api.graphql.permission.Rule.inTenant;
import static io.keelson.api.graphql.permission.Rule.listedBoth;
import static io.keelson.api.graphql.permission.Rule.operators;
import static io.keelson.api.graphql.permission.Rule.shown;
import static io.keelson.api.graphql.permission.Rule.shownInTenant;
import static io.keelson.api.graphql.permission.Rule.shownWith;
import static io.keelson.api.graphql.permission.Rule.somewhere;
import static io.keelson.tenancy.access.Permission.*;

import io.keelson.tenancy.access.Permission;
import java.util.List;
import java.util.stream.Stream;

/** The rows of fields with arguments inside of what an operation returns, which read more. */
final class Fields {
  /** As much as is shown of traffic at once. */
  private static final String DAY =
      "period:{from:\"2026-11-01T00:00:00Z\",to:\"2026-11-02T00:00:00Z\"}";

  private Fields() {}

  static List<Operation> rows() {
    return Stream.of(ofTenants(), ofProjects(), ofThings()).flatMap(List::stream).toList();
  }

  private static List<Operation> ofTenants() {
    return List.of(
        ofTenant("members", "(first:100){edges{node{id}}}", "member"),
        ofTenant("teams", "{edges{node{id}}}", "team"),
        ofTenant("serviceAccounts", "{edges{node{id}}}", "account"),
        Operation.of("Tenant.deadLetters", operators(), "tenant{deadLetters{edges{node{id}}}}")
            .refusedToAll(),
        Operation.of(
                "Tenant.deadLetters",
                operators(),
                "operatedTenant(slug:\"" + World.HOME + "\"){deadLetters{edges{node{id}}}}")
            .as("of an operated tenant"),
        ofTenant("roles", "{id}", "role"),
        ofTenant("invitations", "{edges{node{id}}}", "invitation"),
        Operation.of(
                "Team.members",
                shownInTenant(MEMBER_READ),
                "node(id:$team){id ... on Team{members{edges{node{id}}}}}")
            .showing("team"),
        Operation.of("Viewer.permissions", everybody(), "viewer{permissions(projectId:$project)}"),
        Operation.of("Viewer.inbox", everybody(), "viewer{inbox(first:1){edges{node{id}}}}"),
        Operation.of("Viewer.waiversToDecide", everybody(), "viewer{waiversToDecide{id}}"),
        Operation.of("Viewer.runningJobs", everybody(), "viewer{runningJobs}"),
        Operation.of("Viewer.firingAlerts", everybody(), "viewer{firingAlerts}"),
        Operation.of("Viewer.waitingApprovals", everybody(), "viewer{waitingApprovals}"),
        Operation.of("Viewer.unreadThreads", everybody(), "viewer{unreadThreads}"),
        Operation.of("Viewer.operator", everybody(), "viewer{operator}"),
        Operation.of("Viewer.permissionsSomewhere", everybody(), "viewer{permissionsSomewhere}"),
        Operation.of(
            "CostReport.lines",
            somewhere(COST_READ),
            "cost(" + Queries.PERIOD + "){lines(by:[PROJECT]){quantity}}"),
        Operation.of(
            "CostLine.removedProject",
            somewhere(COST_READ),
            "cost(" + Queries.PERIOD + "){lines(by:[PROJECT]){removedProject{slug}}}"),
        Operation.of(
            "CostLine.job",
            somewhere(COST_READ),
            "cost(" + Queries.PERIOD + "){lines(by:[JOB]){job{id}}}"),
        Operation.of(
                "CostLine.endpoint",
                listedBoth(COST_READ, ENDPOINT_READ),
                "cost(" + Queries.PERIOD + "){lines(by:[ENDPOINT]){endpoint{id}}}")
            .showing("endpoint"),
        Operation.of(
            "UsageEvent.removedProject",
            somewhere(COST_READ),
            "usage(" + Queries.PERIOD + "){edges{node{removedProject{slug}}}}"),
        Operation.of(
            "AuditEntry.removedProject",
            inTenant(AUDIT_READ),
            "auditLog(" + Queries.PERIOD + "){edges{node{removedProject{slug}}}}"),
        Operation.of(
            "AuditEntry.subject",
            inTenant(AUDIT_READ),
            "auditLog(" + Queries.PERIOD + "){edges{node{subject{label}}}}"));
  }

  private static Operation ofTenant(String name, String rest, String shows) {
    return Operation.of("Tenant." + name, inTenant(MEMBER_READ), "tenant{" + name + rest + "}")
        .showingOwn(shows);
  }

  private static List<Operation> ofProjects() {
    return List.of(
        ofProject("datasets", DATASET_READ, "{edges{node{id}}}"),
        ofProject("experiments", RUN_READ, "{edges{node{id}}}"),
        ofProject("runs", RUN_READ, "{edges{node{id}}}"),
        ofProject("jobs", JOB_READ, "{edges{node{id}}}"),
        ofProject("models", MODEL_READ, "{edges{node{id}}}"),
        ofProject("endpoints", ENDPOINT_READ, "{edges{node{id}}}"),
        ofProject("alertRules", ALERT_READ, "{id}"),
        ofProject("alerts", ALERT_READ, "{id}"),
        Operation.of(
            "Project.alertRulePreview",
            inProject(PROJECT_READ, ALERT_READ, JOB_READ),
            "project(slug:$slug){alertRulePreview(input:{kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\"}){firings}}"),
        ofProject("channels", ALERT_READ, "{id}"),
        ofProject("cost", COST_READ, "(" + Queries.PERIOD + "){total{amount}}"),
        Operation.of(
            "Project.activity",
            inProject(PROJECT_READ),
            "project(slug:$slug){activity(first:1){edges{node{action}}}}"),
        Operation.of(
            "Project.removal", inProject(PROJECT_READ), "project(slug:$slug){removal{slug}}"),
        Operation.of(
            "ProjectRemoval.project",
            inProject(PROJECT_READ),
            "project(slug:$slug){removal{project{id}}}"),
        Operation.of(
            "Project.permissions", inProject(PROJECT_READ), "project(slug:$slug){permissions}"));
  }

  private static Operation ofProject(String name, Permission needed, String rest) {
    return Operation.of(
        "Project." + name,
        inProject(PROJECT_READ, needed),
        "project(slug:$slug){" + name + rest + "}");
  }

  private static List<Operation> ofThings() {
    return List.of(
        inside(
            "DatasetVersion.files",
            shown(DATASET_READ),
            "version",
            "files{edges{node{downloadUrl}}}"),
        inside(
            "DatasetVersion.tables", shown(DATASET_READ), "version", "tables{edges{node{name}}}"),
        inside(
            "DatasetVersion.uploads", shown(DATASET_READ), "version", "uploads{edges{node{path}}}"),
        inside(
            "DatasetVersion.validations",
            shown(DATASET_READ),
            "version",
            "validations{edges{node{id}}}"),
        inside(
            "Validation.results",
            shown(DATASET_READ),
            "validation",
            "results{edges{node{number}}}"),
        inside(
            "Dataset.expectationSuites",
            shown(DATASET_READ),
            "dataset",
            "expectationSuites{edges{node{id}}}"),
        inside("DatasetVersion.table", shown(DATASET_READ), "version", "table{name}"),
        inside(
            "DatasetVersion.difference",
            shown(DATASET_READ),
            "version",
            "difference{files{added}}"),
        inside("DatasetVersion.firstRows", shown(DATASET_READ), "version", "firstRows(first:1)"),
        inside("Dataset.versions", shown(DATASET_READ), "dataset", "versions{edges{node{id}}}"),
        inside("Experiment.runs", shown(RUN_READ), "experiment", "runs{edges{node{id}}}"),
        Operation.of(
                "RunConnection.statusCounts",
                shown(RUN_READ),
                "node(id:$experiment){id ... on Experiment{runs{statusCounts{complete}}}}")
            .showing("experiment"),
        inside("Run.artifacts", shown(RUN_READ), "run", "artifacts{downloadUrl}"),
        inside("Run.series", shown(RUN_READ), "run", "series(keys:[\"loss\"]){key}"),
        inside("Job.log", shown(JOB_READ), "job", "log{lines{cursor}}"),
        inside("RegisteredModel.versions", shown(MODEL_READ), "model", "versions{edges{node{id}}}"),
        inside(
            "RetrainingPolicy.runs",
            shown(MODEL_READ),
            "retrainingPolicy",
            "runs{edges{node{id}}}"),
        inside(
            "RetrainingPolicy.versions",
            shown(MODEL_READ),
            "retrainingPolicy",
            "versions{edges{node{version}}}"),
        inside("RetrainingPolicy.next", shown(MODEL_READ), "retrainingPolicy", "next(first:3)"),
        inside("ModelVersion.lineage", shown(MODEL_READ), "modelVersion", "lineage{nodes{id}}"),
        inside("Endpoint.rollouts", shown(ENDPOINT_READ), "endpoint", "rollouts{edges{node{id}}}"),
        inside("Rollout.evidence", shown(ENDPOINT_READ), "rollout", "evidence{edges{node{step}}}"),
        inside(
            "Endpoint.traffic", shown(ENDPOINT_READ), "endpoint", "traffic(" + DAY + "){requests}"),
        inside(
            "Endpoint.replicaHistory",
            shown(ENDPOINT_READ),
            "endpoint",
            "replicaHistory(" + DAY + "){ready}"),
        inside(
            "Endpoint.trafficByRevision",
            shown(ENDPOINT_READ),
            "endpoint",
            "trafficByRevision(" + DAY + "){buckets{requests}}"),
        inside(
            "Endpoint.quality", shown(ENDPOINT_READ), "endpoint", "quality(" + DAY + "){labels}"),
        inside("Endpoint.drift", shown(ENDPOINT_READ), "endpoint", "drift{rows}"),
        inside("Endpoint.driftHistory", shown(ENDPOINT_READ), "endpoint", "driftHistory{revision}"),
        inside("Endpoint.labelArrival", shown(ENDPOINT_READ), "endpoint", "labelArrival{labels}"),
        inside(
            "Endpoint.cost",
            shownWith(ENDPOINT_READ, COST_READ),
            "endpoint",
            "cost(" + Queries.PERIOD + "){total{amount}}"));
  }

  static Operation inside(String field, Rule rule, String variable, String inner) {
    String type = field.substring(0, field.indexOf('.'));
    return Operation.of(
            field, rule, "node(id:$%s){id ... on %s{%s}}".formatted(variable, type, inner))
        .showing(variable);
  }
}
