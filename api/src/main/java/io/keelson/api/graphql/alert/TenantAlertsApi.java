package io.keelson.api.graphql.alert;

import io.keelson.api.alert.rule.Alert;
import io.keelson.api.alert.rule.AlertLists;
import io.keelson.api.alert.rule.AlertRule;
import io.keelson.api.alert.rule.AlertStatus;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.alert.AlertConnections.AlertConnection;
import io.keelson.api.graphql.alert.AlertConnections.AlertRuleConnection;
import io.keelson.api.graphql.alert.AlertTypes.AlertRuleType;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** What fires and what is watched in all projects of a tenant. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TenantAlertsApi {
  private final CallContext call;
  private final AlertLists lists;
  private final Projects projects;
  private final Pages pages;

  TenantAlertsApi(CallContext call, AlertLists lists, Projects projects, Pages pages) {
    this.call = call;
    this.lists = lists;
    this.projects = projects;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.ALERT_READ)
  @NonNull
  @Description(
      "Alerts of all projects, newest first; those are left out that the caller may not read, or whose rule's kind they may not.")
  public AlertConnection alerts(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Only those in one of these states; all when left out.")
          List<AlertStatus> status) {
    Principal principal = call.principal();
    Set<AlertStatus> statuses = Set.copyOf(GraphTypes.items("status", status));
    return AlertConnection.of(
        pages.forward(
            "alerts",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> lists.alerts(principal, statuses, limit, from),
            Alert::id));
  }

  @Query
  @Requires(Permission.ALERT_READ)
  @NonNull
  @Description(
      "Rules of all projects, newest first; those are left out that the caller may not read, or whose kind they may not.")
  public AlertRuleConnection alertRules(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    return AlertRuleConnection.of(
        pages.forward(
            "alertrules",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> lists.rules(principal, limit, from),
            AlertRule::id));
  }

  @Description("The project that it watches; null without PROJECT_READ in it.")
  public List<ProjectType> project(@Source List<AlertRuleType> sources) {
    Map<UUID, ProjectType> found = new HashMap<>();
    projects
        .byIds(call.principal(), GraphTypes.distinct(sources, source -> source.rule().projectId()))
        .forEach((id, project) -> found.put(id, new ProjectType(project)));
    return GraphTypes.join(sources, source -> source.rule().projectId(), found);
  }
}
