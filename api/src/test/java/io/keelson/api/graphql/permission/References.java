package io.keelson.api.graphql.permission;

import static io.keelson.api.graphql.permission.Fields.inside;
import static io.keelson.api.graphql.permission.Rule.everybody;
import static io.keelson.api.graphql.permission.Rule.holders;
import static io.keelson.api.graphql.permission.Rule.inTenant;
import static io.keelson.api.graphql.permission.Rule.shown;
import static io.keelson.api.graphql.permission.Rule.shownAll;
import static io.keelson.api.graphql.permission.Rule.shownBoth;
import static io.keelson.api.graphql.permission.Rule.shownInTenant;
import static io.keelson.api.graphql.permission.Rule.shownInTenantThen;
import static io.keelson.api.graphql.permission.Rule.shownThen;
import static io.keelson.tenancy.access.Permission.*;

import io.keelson.tenancy.access.Permission;
import java.util.List;
import java.util.stream.Stream;

/** The rows of fields without arguments that are read when they are asked for. */
final class References {
  private References() {}

  static List<Operation> rows() {
    return Stream.of(projects(), ofData(), ofRuns(), ofModels(), ofEndpoints(), ofPeople())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Operation> projects() {
    return List.of(
        project("Dataset", DATASET_READ, "dataset"),
        project("DatasetVersion", DATASET_READ, "version"),
        project("Experiment", RUN_READ, "experiment"),
        project("Run", RUN_READ, "run"),
        project("Job", JOB_READ, "job"),
        project("RegisteredModel", MODEL_READ, "model"),
        project("ModelVersion", MODEL_READ, "modelVersion"),
        project("Endpoint", ENDPOINT_READ, "endpoint"),
        Operation.of(
                "AlertRule.project",
                shownAll(ALERT_READ, JOB_READ, PROJECT_READ),
                "node(id:$alertRule){... on AlertRule{project{id}}}")
            .showing("project"),
        to("Budget.project", shownBoth(COST_READ, PROJECT_READ), "budget", "project"),
        Operation.of(
                "SearchHit.project",
                shownBoth(JOB_READ, PROJECT_READ),
                "search(first:20,text:\"lighthouse job\"){project{id}}")
            .showing("project"));
  }

  private static Operation project(String type, Permission needed, String variable) {
    return inside(type + ".project", shownThen(needed, PROJECT_READ), variable, "project{slug}");
  }

  /** A field whose thing the answer holds. */
  private static Operation to(String field, Rule rule, String variable, String shows) {
    String[] names = field.split("\\.");
    return Operation.of(
            field, rule, "node(id:$%s){... on %s{%s{id}}}".formatted(variable, names[0], names[1]))
        .showing(shows);
  }

  /** A field that everybody reads who may read the thing. */
  private static Operation part(String field, Permission needed, String variable) {
    String name = field.substring(field.indexOf('.') + 1);
    return inside(field, shown(needed), variable, name + "{__typename}");
  }

  /** Each is null, or has null in it, without a permission of its own. */
  private static Operation ofTransform(String field, String rest) {
    return Operation.of(
            "Transform." + field,
            shown(DATASET_READ),
            "node(id:$version){id ... on DatasetVersion{transform{%s{%s}}}}".formatted(field, rest))
        .showing("version");
  }

  private static List<Operation> ofData() {
    return List.of(
        part("Dataset.latest", DATASET_READ, "dataset"),
        part("Dataset.use", DATASET_READ, "dataset"),
        Operation.of(
                "DatasetUse.newestVersion",
                shown(DATASET_READ),
                "node(id:$dataset){id ... on Dataset{use{newestVersion{id}}}}")
            .showing("dataset"),
        part("DatasetVersion.dataset", DATASET_READ, "version"),
        part("DatasetVersion.profile", DATASET_READ, "version"),
        part("DatasetVersion.usedBy", DATASET_READ, "version"),
        part("DatasetVersion.transform", DATASET_READ, "version"),
        part("Dataset.expectations", DATASET_READ, "dataset"),
        part("ExpectationSuite.dataset", DATASET_READ, "suite"),
        part("DatasetVersion.validation", DATASET_READ, "version"),
        inside("DatasetVersion.waivedUntil", shown(DATASET_READ), "version", "waivedUntil"),
        part("Validation.datasetVersion", DATASET_READ, "validation"),
        part("Validation.suite", DATASET_READ, "validation"),
        part("DatasetVersion.quarantineOf", DATASET_READ, "version"),
        part("Validation.quarantine", DATASET_READ, "validation"),
        part("Validation.job", DATASET_READ, "validation"),
        part("Validation.waivers", DATASET_READ, "validation"),
        part("Waiver.validation", DATASET_READ, "waiver"),
        inside("TransformPreview.job", shownBoth(JOB_SUBMIT, DATASET_READ), "preview", "job{id}"),
        part("DatasetVersion.collectedFrom", DATASET_READ, "version"),
        inside("AlertRule.status", shownBoth(ALERT_READ, JOB_READ), "alertRule", "status"),
        inside("AlertRule.latest", shownBoth(ALERT_READ, JOB_READ), "alertRule", "latest{at}"),
        inside("Alert.rule", shownBoth(ALERT_READ, JOB_READ), "alert", "rule{id}"),
        inside("Alert.changes", shownBoth(ALERT_READ, JOB_READ), "alert", "changes{at}"),
        part("Channel.deliveries", ALERT_READ, "channel"),
        inside("DatasetVersion.comments", shown(DATASET_READ), "version", "comments{id}"),
        inside("Run.comments", shown(RUN_READ), "run", "comments{id}"),
        inside("ModelVersion.comments", shown(MODEL_READ), "modelVersion", "comments{id}"),
        inside("Job.comments", shown(JOB_READ), "job", "comments{id}"),
        inside("Endpoint.comments", shown(ENDPOINT_READ), "endpoint", "comments{id}"),
        part("Dataset.collector", DATASET_READ, "dataset"),
        part("Collector.dataset", DATASET_READ, "collector"),
        part("Collector.deadLetter", DATASET_READ, "collector"),
        part("Collector.figures", DATASET_READ, "collector"),
        inside("Collector.url", shown(DATASET_READ), "collector", "url"),
        Operation.of(
                "CollectorFigures.lastSealed",
                shown(DATASET_READ),
                "node(id:$collector){id ... on Collector{figures{lastSealed{id}}}}")
            .showing("collector"),
        Operation.of(
                "CollectedFrom.collector",
                shown(DATASET_READ),
                "node(id:$version){id ... on DatasetVersion{collectedFrom{collector{id}}}}")
            .showing("version"),
        ofTransform("inputs", "name version{id}"),
        ofTransform("job", "id"),
        ofTransform("saved", "amount"),
        Operation.of(
                "TableProfile.columns",
                shown(DATASET_READ),
                "node(id:$version){id ... on DatasetVersion{table{columns{name}}}}")
            .showing("version"),
        Operation.of(
                "VersionDifference.table",
                shown(DATASET_READ),
                "node(id:$version){id ... on DatasetVersion{difference{table{name}}}}")
            .showing("version"),
        Operation.of(
                "DatasetFile.downloadUrl",
                shown(DATASET_READ),
                "node(id:$version){id ... on DatasetVersion{files{edges{node{downloadUrl}}}}}")
            .showing("version"));
  }

  private static List<Operation> ofRuns() {
    return List.of(
        part("Run.params", RUN_READ, "run"),
        part("Run.tags", RUN_READ, "run"),
        inside("Run.note", shown(RUN_READ), "run", "note"),
        part("Run.metrics", RUN_READ, "run"),
        part("Run.leadingMetric", RUN_READ, "run"),
        part("Run.datasets", RUN_READ, "run"),
        part("Run.removedDatasets", RUN_READ, "run"),
        part("Run.parent", RUN_READ, "run"),
        part("Run.cost", RUN_READ, "run"),
        part("Run.costReport", RUN_READ, "run"),
        part("Run.job", RUN_READ, "run"),
        to("Run.experiment", shown(RUN_READ), "run", "experiment"),
        to("Run.models", shownBoth(RUN_READ, MODEL_READ), "run", "modelVersion"),
        Operation.of(
                "Artifact.downloadUrl",
                shown(RUN_READ),
                "node(id:$finishedRun){id ... on Run{artifacts{downloadUrl}}}")
            .showing("finishedRun"),
        part("Job.attempts", JOB_READ, "job"),
        part("Job.roomHeldBy", JOB_READ, "job"),
        part("Job.cost", JOB_READ, "job"),
        inside("Job.command", shown(JOB_READ), "job", "command"),
        inside("Job.waitsFor", shown(JOB_READ), "job", "waitsFor"),
        inside("Job.run", shown(JOB_READ), "job", "run{__typename}"));
  }

  private static List<Operation> ofModels() {
    return List.of(
        part("RegisteredModel.aliases", MODEL_READ, "model"),
        inside("RegisteredModel.liveRevisions", shown(MODEL_READ), "model", "liveRevisions{id}"),
        to("RegisteredModel.latest", shown(MODEL_READ), "model", "modelVersion"),
        part("RegisteredModel.retraining", MODEL_READ, "model"),
        inside("RetrainingPolicy.status", shown(MODEL_READ), "retrainingPolicy", "status"),
        part("RetrainingPolicy.breaker", MODEL_READ, "retrainingPolicy"),
        part("RetrainingPolicy.budget", MODEL_READ, "retrainingPolicy"),
        part("RetrainingRun.champion", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.challenger", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.policy", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.consumed", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.checks", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.steps", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.estimate", MODEL_READ, "retrainingRun"),
        part("RetrainingRun.cost", MODEL_READ, "retrainingRun"),
        Operation.of(
                "RetrainingStep.cost",
                shown(MODEL_READ),
                "node(id:$retrainingRun){id ... on RetrainingRun{steps{cost{amount}}}}")
            .showing("retrainingRun"),
        part("ModelVersion.approvals", MODEL_READ, "modelVersion"),
        to("ModelVersion.model", shown(MODEL_READ), "modelVersion", "model"),
        to("ModelVersion.run", shownBoth(MODEL_READ, RUN_READ), "modelVersion", "run"));
  }

  private static List<Operation> ofEndpoints() {
    return List.of(
        inside("Endpoint.url", shown(ENDPOINT_READ), "endpoint", "url"),
        inside("Endpoint.grpcTarget", shown(ENDPOINT_READ), "endpoint", "grpcTarget"),
        part("Endpoint.scaling", ENDPOINT_READ, "endpoint"),
        part("Endpoint.capture", ENDPOINT_READ, "endpoint"),
        part("Endpoint.qualityRule", ENDPOINT_READ, "endpoint"),
        part("Endpoint.rolloutPolicy", ENDPOINT_READ, "endpoint"),
        part("Endpoint.driftRule", ENDPOINT_READ, "endpoint"),
        Operation.of(
                "Capture.dataset",
                shown(ENDPOINT_READ),
                "node(id:$endpoint){id ... on Endpoint{capture{dataset{id}}}}")
            .showing("endpoint"),
        Operation.of(
                "DriftHistory.features",
                shown(ENDPOINT_READ),
                "node(id:$endpoint){id ... on Endpoint{driftHistory{features{name}}}}")
            .showing("endpoint"),
        to("Endpoint.revisions", shown(ENDPOINT_READ), "endpoint", "revision"),
        to("Revision.endpoint", shown(ENDPOINT_READ), "revision", "endpoint"),
        part("Revision.replicas", ENDPOINT_READ, "revision"),
        part("Revision.driftReference", ENDPOINT_READ, "revision"),
        inside("Endpoint.rollout", shown(ENDPOINT_READ), "endpoint", "rollout{id}"),
        to("Rollout.endpoint", shown(ENDPOINT_READ), "rollout", "endpoint"),
        inside("Rollout.baseline", shown(ENDPOINT_READ), "rollout", "baseline{id}"),
        to("Rollout.candidate", shown(ENDPOINT_READ), "rollout", "revision"),
        part("Rollout.steps", ENDPOINT_READ, "rollout"),
        inside(
            "Revision.modelVersion", shown(ENDPOINT_READ), "revision", "modelVersion{__typename}"));
  }

  private static List<Operation> ofPeople() {
    String members = "tenant{members(first:100){edges{node{grants{%s{id}}}}}}";
    return List.of(
        Operation.of("Viewer.invitations", everybody(), "viewer{invitations{id}}"),
        Operation.of("Viewer.member", everybody(), "viewer{member{id}}"),
        Operation.of("Tenant.signOnOffered", everybody(), "tenant{signOnOffered}"),
        Operation.of("Tenant.signOnProvider", inTenant(MEMBER_READ), "tenant{signOnProvider{id}}"),
        Operation.of("Tenant.signOnDomains", inTenant(MEMBER_READ), "tenant{signOnDomains{id}}"),
        Operation.of("Tenant.quotas", holders(), "tenant{quotas{name}}"),
        Operation.of("Tenant.rateLimit", holders(), "tenant{rateLimit{pointsPerMinute}}"),
        Operation.of("Tenant.plan", holders(), "tenant{plan}"),
        Operation.of("Tenant.planSince", holders(), "tenant{planSince}"),
        Operation.of("Tenant.keyPolicy", holders(), "tenant{keyPolicy{unusedAfter}}"),
        Operation.of("Tenant.operatorMail", everybody(), "tenant{operatorMail}"),
        Operation.of("Tenant.refusals", inTenant(AUDIT_READ), "tenant{refusals{refused}}"),
        Operation.of(
            "Tenant.pointUse", inTenant(AUDIT_READ), "tenant{pointUse(period:WEEK){points}}"),
        Operation.of("Tenant.storageForecast", holders(), "tenant{storageForecast{days}}"),
        Operation.of(
            "ApiKey.lastWeek", inTenant(KEY_WRITE), "apiKeys{edges{node{lastWeek{points}}}}"),
        Operation.of("Tenant.apiKeyCounts", inTenant(KEY_WRITE), "tenant{apiKeyCounts{inForce}}"),
        inside("Member.signOn", shownInTenant(MEMBER_READ), "member", "signOn{domain}"),
        inside("Member.teams", shownInTenant(MEMBER_READ), "member", "teams{id}"),
        Operation.of("Grant.customRole", inTenant(MEMBER_READ), members.formatted("customRole")),
        Operation.of("Grant.project", inTenant(MEMBER_READ), members.formatted("project")),
        inside(
            "ServiceAccount.keys",
            shownInTenantThen(MEMBER_READ, KEY_WRITE),
            "account",
            "keys{id}"),
        Operation.of(
            "ApiKey.serviceAccount",
            inTenant(KEY_WRITE),
            "apiKeys{edges{node{serviceAccount{id}}}}"));
  }
}
