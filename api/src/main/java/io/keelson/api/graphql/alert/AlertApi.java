package io.keelson.api.graphql.alert;

import static io.keelson.api.graphql.GraphTypes.ALERT;
import static io.keelson.api.graphql.GraphTypes.ALERT_RULE;
import static io.keelson.api.graphql.GraphTypes.CHANNEL;
import static io.keelson.api.graphql.GraphTypes.ENDPOINT;
import static io.keelson.api.graphql.GraphTypes.MEMBER;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.TEAM;

import io.keelson.api.alert.rule.Alert;
import io.keelson.api.alert.rule.AlertRoute;
import io.keelson.api.alert.rule.AlertRule;
import io.keelson.api.alert.rule.AlertRuleHistory;
import io.keelson.api.alert.rule.AlertRulePreview;
import io.keelson.api.alert.rule.AlertRules;
import io.keelson.api.alert.rule.AlertStatus;
import io.keelson.api.alert.rule.Alerts;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.alert.AlertTypes.AlertChangeType;
import io.keelson.api.graphql.alert.AlertTypes.AlertRulePreviewPointType;
import io.keelson.api.graphql.alert.AlertTypes.AlertRulePreviewType;
import io.keelson.api.graphql.alert.AlertTypes.AlertRuleType;
import io.keelson.api.graphql.alert.AlertTypes.AlertType;
import io.keelson.api.graphql.alert.AlertTypes.CreateAlertRule;
import io.keelson.api.graphql.alert.AlertTypes.PreviewAlertRule;
import io.keelson.api.graphql.alert.AlertTypes.SilenceAlertRule;
import io.keelson.api.graphql.alert.AlertTypes.UpdateAlertRule;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What is watched in projects, and what fires. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class AlertApi {
  private final CallContext call;
  private final AlertRules rules;
  private final AlertRuleHistory history;
  private final Alerts alerts;

  AlertApi(CallContext call, AlertRules rules, AlertRuleHistory history, Alerts alerts) {
    this.call = call;
    this.rules = rules;
    this.history = history;
    this.alerts = alerts;
  }

  @NonNull
  @Description(
      "What is watched in it, by name, as far as the caller may read what that is about; at most 100.")
  public List<@NonNull List<@NonNull AlertRuleType>> alertRules(@Source List<ProjectType> sources) {
    Map<UUID, List<AlertRule>> found =
        rules.byProjectIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.project().id()));
    return lists(sources, source -> source.project().id(), found, AlertRuleType::new);
  }

  @NonNull
  @Description("Its alerts: those that go on, then the newest of the others; at most 100.")
  public List<@NonNull List<@NonNull AlertType>> alerts(@Source List<ProjectType> sources) {
    Map<UUID, List<Alert>> found =
        alerts.byProjectIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.project().id()));
    return lists(sources, source -> source.project().id(), found, AlertType::new);
  }

  @Description("How often a rule would have spoken in the last seven days, by what is stored now.")
  public AlertRulePreviewType alertRulePreview(
      @Source ProjectType source,
      @NonNull @Description("What it looks at.") PreviewAlertRule input) {
    return new AlertRulePreviewType(
        rules.preview(
            call.principal(),
            source.project().id(),
            new AlertRule.Condition(
                input.kind(),
                GraphTypes.optional("input.endpointId", ENDPOINT, input.endpointId()),
                input.threshold(),
                input.window(),
                input.lasting())));
  }

  @NonNull
  @Description(
      "How it stands: as its alert that goes on does, NO_DATA while there is nothing to judge by, or OK.")
  public List<@NonNull AlertStatus> status(@Source List<AlertRuleType> sources) {
    Map<UUID, AlertStatus> found =
        alerts.statuses(
            call.principal(), GraphTypes.distinct(sources, source -> source.rule().id()));
    return GraphTypes.join(sources, source -> source.rule().id(), found, AlertStatus.OK);
  }

  @NonNull
  @Description(
      "What it saw at the end of each of its last 24 windows, by what is stored now, oldest first. Of at most 100 rules in one request.")
  public List<@NonNull List<@NonNull AlertRulePreviewPointType>> latest(
      @Source List<AlertRuleType> sources) {
    Map<UUID, List<AlertRulePreview.Point>> found =
        history.latest(
            call.principal(), GraphTypes.distinct(sources, source -> source.rule().id()));
    return lists(sources, source -> source.rule().id(), found, AlertRulePreviewPointType::new);
  }

  @NonNull
  @Description("The rule that speaks.")
  public List<@NonNull AlertRuleType> rule(@Source List<AlertType> sources) {
    Map<UUID, AlertRuleType> found = new HashMap<>();
    rules
        .byIds(call.principal(), GraphTypes.distinct(sources, source -> source.alert().ruleId()))
        .forEach((id, rule) -> found.put(id, new AlertRuleType(rule)));
    return GraphTypes.joinAll(
        sources, source -> source.alert().ruleId(), found, Permission.ALERT_READ);
  }

  @NonNull
  @Description("What it went through, oldest first; of more than these the newest, at most 100.")
  public List<@NonNull List<@NonNull AlertChangeType>> changes(@Source List<AlertType> sources) {
    Map<UUID, List<Alert.Change>> found =
        alerts.changes(
            call.principal(), GraphTypes.distinct(sources, source -> source.alert().id()));
    return lists(sources, source -> source.alert().id(), found, AlertChangeType::new);
  }

  private static <S, V, T> List<List<T>> lists(
      List<S> sources, Function<S, UUID> key, Map<UUID, List<V>> found, Function<V, T> type) {
    return sources.stream()
        .map(source -> found.getOrDefault(key.apply(source), List.of()).stream().map(type).toList())
        .toList();
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Has something watched from the next minute on.")
  public AlertRuleType createAlertRule(@NonNull @Description("The rule.") CreateAlertRule input) {
    return new AlertRuleType(
        rules.create(
            call.caller(),
            new AlertRules.NewRule(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.name(),
                new AlertRule.Condition(
                    input.kind(),
                    GraphTypes.optional("input.endpointId", ENDPOINT, input.endpointId()),
                    input.threshold(),
                    input.window(),
                    input.lasting()),
                input.severity(),
                route(input.channelIds(), input.memberIds(), input.teamIds()))));
  }

  private static AlertRoute route(
      List<String> channelIds, List<String> memberIds, List<String> teamIds) {
    return new AlertRoute(
        ids("input.channelIds", CHANNEL, channelIds),
        ids("input.memberIds", MEMBER, memberIds),
        ids("input.teamIds", TEAM, teamIds));
  }

  private static List<UUID> ids(String field, String type, List<String> ids) {
    return GraphTypes.items(field, ids).stream()
        .map(id -> GlobalId.decode(field, type, id))
        .toList();
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Changes a rule: an alert that goes on is judged by it from the next minute on.")
  public AlertRuleType updateAlertRule(
      @NonNull @Description("What it shall be.") UpdateAlertRule input) {
    return new AlertRuleType(
        rules.update(
            call.caller(),
            new AlertRules.RuleUpdate(
                GlobalId.decode("input.id", ALERT_RULE, input.id()),
                input.expectedVersion(),
                input.name(),
                input.threshold(),
                input.window(),
                input.lasting(),
                input.severity(),
                route(input.channelIds(), input.memberIds(), input.teamIds()))));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description(
      "Has nobody told of a rule's alerts until a time, or ends that. What still fires then is told then.")
  public AlertRuleType silenceAlertRule(
      @NonNull @Description("The silence.") SilenceAlertRule input) {
    return new AlertRuleType(
        rules.silence(
            call.caller(),
            new AlertRules.Silence(
                GlobalId.decode("input.id", ALERT_RULE, input.id()),
                input.expectedVersion(),
                input.until(),
                input.reason())));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Ends a rule; its alerts are not shown any more.")
  public AlertRuleType deleteAlertRule(
      @Id @NonNull @Description("The rule.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new AlertRuleType(
        rules.delete(call.caller(), GlobalId.decode("id", ALERT_RULE, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.ALERT_WRITE)
  @NonNull
  @Description("Says that the caller has an alert in hand.")
  public AlertType acknowledgeAlert(
      @Id @NonNull @Description("The alert.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new AlertType(
        alerts.acknowledge(call.caller(), GlobalId.decode("id", ALERT, id), expectedVersion));
  }
}
