package io.keelson.api.graphql.permission;

import static io.keelson.api.graphql.permission.Rule.everybody;
import static io.keelson.api.graphql.permission.Rule.inProject;
import static io.keelson.api.graphql.permission.Rule.inProjectIfSeen;
import static io.keelson.api.graphql.permission.Rule.inTenant;
import static io.keelson.api.graphql.permission.Rule.listed;
import static io.keelson.api.graphql.permission.Rule.listedBoth;
import static io.keelson.api.graphql.permission.Rule.operators;
import static io.keelson.api.graphql.permission.Rule.reportOfProject;
import static io.keelson.api.graphql.permission.Rule.shown;
import static io.keelson.api.graphql.permission.Rule.shownBoth;
import static io.keelson.api.graphql.permission.Rule.shownInTenant;
import static io.keelson.api.graphql.permission.Rule.shownToItsOwn;
import static io.keelson.api.graphql.permission.Rule.somewhere;
import static io.keelson.tenancy.access.Permission.*;
import static java.util.Map.entry;

import io.keelson.tenancy.access.Permission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows of queries. */
final class Queries {
  static final String PERIOD = "period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"}";

  /** What each kind of a project's things is read with, by the variable that names one. */
  private static final Map<String, Permission> IN_PROJECTS =
      new TreeMap<>(
          Map.ofEntries(
              entry("project", PROJECT_READ),
              entry("dataset", DATASET_READ),
              entry("version", DATASET_READ),
              entry("suite", DATASET_READ),
              entry("validation", DATASET_READ),
              entry("waiver", DATASET_READ),
              entry("channel", ALERT_READ),
              entry("delivery", ALERT_READ),
              entry("experiment", RUN_READ),
              entry("run", RUN_READ),
              entry("job", JOB_READ),
              entry("model", MODEL_READ),
              entry("modelVersion", MODEL_READ),
              entry("retrainingPolicy", MODEL_READ),
              entry("retrainingRun", MODEL_READ),
              entry("endpoint", ENDPOINT_READ),
              entry("revision", ENDPOINT_READ),
              entry("rollout", ENDPOINT_READ),
              entry("comment", RUN_READ)));

  private static final Map<String, Permission> IN_TENANTS =
      new TreeMap<>(
          Map.of(
              "member", MEMBER_READ,
              "team", MEMBER_READ,
              "role", MEMBER_READ,
              "account", MEMBER_READ,
              "invitation", MEMBER_READ,
              "key", KEY_WRITE,
              "deadLetter", AUDIT_READ));

  private Queries() {}

  static List<Operation> rows() {
    return Stream.of(things(), lists(), reports(), callers(), nodes(), found())
        .flatMap(List::stream)
        .toList();
  }

  private static Operation row(String name, Rule rule, String rest) {
    return Operation.of("Query." + name, rule, name + rest);
  }

  private static List<Operation> things() {
    return List.of(
        row("project", inProject(PROJECT_READ), "(slug:$slug){id}"),
        row(
            "dataset",
            inProject(DATASET_READ),
            "(projectId:$project,name:\"lighthouse dataset\"){id}"),
        row("compareRuns", inProjectIfSeen(RUN_READ, RUN_READ), "(ids:$runs){metrics}"));
  }

  private static List<Operation> lists() {
    return List.of(
        list("projects", PROJECT_READ, "project"),
        list("datasets", DATASET_READ, "dataset"),
        list("runs", RUN_READ, "run"),
        list("jobs", JOB_READ, "job"),
        list("models", MODEL_READ, "model"),
        list("waitingApprovals", MODEL_READ, "modelVersion"),
        list("endpoints", ENDPOINT_READ, "endpoint"),
        row("alerts", listedBoth(ALERT_READ, JOB_READ), "(first:100){edges{node{id}}}")
            .showing("alert"),
        row("alertRules", listedBoth(ALERT_READ, JOB_READ), "(first:100){edges{node{id}}}")
            .showing("alertRule"),
        row("budgets", listed(COST_READ), "{id}").showing("budget"),
        row("apiKeys", inTenant(KEY_WRITE), "{edges{node{id}}}").showingOwn("key"),
        row(
                "apiKeys",
                inTenant(KEY_WRITE),
                "(first:100,filter:IN_FORCE,orderBy:POINTS){edges{node{id}}}")
            .as("by points")
            .showingOwn("key"),
        row("deadLetters", inTenant(AUDIT_READ), "{edges{node{id}}}").showingOwn("deadLetter"),
        row("auditLog", inTenant(AUDIT_READ), "(" + PERIOD + "){edges{node{action}}}"));
  }

  private static Operation list(String name, Permission needed, String shows) {
    return row(name, listed(needed), "(first:100){edges{node{id}}}").showing(shows);
  }

  private static List<Operation> reports() {
    return List.of(
        row("activity", somewhere(PROJECT_READ), "(first:1){edges{node{action}}}"),
        row("cost", somewhere(COST_READ), "(" + PERIOD + "){total{amount}}"),
        row("usage", somewhere(COST_READ), "(" + PERIOD + "){edges{node{id}}}"),
        row("usage", listed(COST_READ), "(" + PERIOD + "){edges{node{projectId}}}")
            .as("of the tenant")
            .showing("project"),
        row(
                "usage",
                reportOfProject(COST_READ),
                "(projectId:$project," + PERIOD + "){edges{node{id}}}")
            .as("of a project"),
        row(
                "usage",
                listed(COST_READ),
                "(endpointId:$endpoint," + PERIOD + "){edges{node{endpointId}}}")
            .as("of an endpoint")
            .showing("endpoint"));
  }

  private static List<Operation> callers() {
    return List.of(
        row("viewer", everybody(), "{tenants{slug}}"),
        row("tenant", everybody(), "{id}").showingOwn("tenant"),
        row("localMails", everybody(), "{subject}"),
        row("operatedTenant", operators(), "(slug:\"" + World.HOME + "\"){id}"));
  }

  private static List<Operation> nodes() {
    Stream<Operation> inProjects =
        IN_PROJECTS.entrySet().stream().map(kind -> node(kind.getKey(), shown(kind.getValue())));
    Stream<Operation> inTenants =
        IN_TENANTS.entrySet().stream()
            .map(kind -> node(kind.getKey(), shownInTenant(kind.getValue())));
    return Stream.of(
            inProjects,
            inTenants,
            Stream.of(
                node("preview", shownBoth(JOB_SUBMIT, DATASET_READ)),
                node("alertRule", shownBoth(ALERT_READ, JOB_READ)),
                node("alert", shownBoth(ALERT_READ, JOB_READ)),
                node("budget", shown(COST_READ)),
                node("tenant", shownToItsOwn())))
        .flatMap(rows -> rows)
        .toList();
  }

  private static Operation node(String variable, Rule rule) {
    return row("node", rule, "(id:$" + variable + "){id}").as(variable).showing(variable);
  }

  private static List<Operation> found() {
    return Stream.of("project", "dataset", "experiment", "run", "job", "model", "endpoint")
        .map(
            kind ->
                row(
                        "search",
                        shown(IN_PROJECTS.get(kind)),
                        "(first:20,text:\"" + name(kind) + "\"){node{id}}")
                    .as(kind)
                    .showing(kind))
        .toList();
  }

  /** An endpoint's name is a part of its address. */
  private static String name(String kind) {
    return kind.equals("endpoint") ? "lighthouse-endpoint" : "lighthouse " + kind;
  }
}
