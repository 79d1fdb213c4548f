package io.keelson.api.graphql.alert;

import io.keelson.api.alert.rule.Alert;
import io.keelson.api.alert.rule.AlertRule;
import io.keelson.api.alert.rule.AlertRuleKind;
import io.keelson.api.alert.rule.AlertRulePreview;
import io.keelson.api.alert.rule.AlertSeverity;
import io.keelson.api.alert.rule.AlertStatus;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.smallrye.graphql.api.Nullable;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Rules and alerts as the API shows them. */
public final class AlertTypes {
  private AlertTypes() {}

  @Name("AlertRule")
  @Description(
      "What is watched in a project, once a minute unless the operator has it otherwise: it speaks when the value is over the threshold.")
  public record AlertRuleType(@Ignore AlertRule rule) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.ALERT_RULE, rule.id());
    }

    @NonNull
    @Description("What people call it; no other one of the project has it.")
    public String getName() {
      return rule.name();
    }

    @NonNull
    @Description("What it looks at, and in which unit.")
    public AlertRuleKind getKind() {
      return rule.condition().kind();
    }

    @Id
    @Description("The endpoint that it looks at; null for other kinds.")
    public String getEndpointId() {
      return GraphTypes.id(GraphTypes.ENDPOINT, rule.condition().endpointId());
    }

    @NonNull
    @Description("What the value must not be over, in the unit of its kind.")
    public Double getThreshold() {
      return rule.condition().threshold();
    }

    @NonNull
    @Description("The time over which the value is taken; a budget's is of its period.")
    public Duration getWindow() {
      return rule.condition().window();
    }

    @NonNull
    @Description("How long the value must be over the threshold before it fires.")
    public Duration getLasting() {
      return rule.condition().lasting();
    }

    @NonNull
    @Description("How much it matters.")
    public AlertSeverity getSeverity() {
      return rule.severity();
    }

    @Id
    @NonNull
    @Description("The channels that are told, at most 10.")
    public List<@NonNull String> getChannelIds() {
      return rule.route().channelIds().stream()
          .map(id -> GraphTypes.id(GraphTypes.CHANNEL, id))
          .toList();
    }

    @Id
    @NonNull
    @Description("The members who find its alerts in their inboxes, at most 20.")
    public List<@NonNull String> getMemberIds() {
      return rule.route().memberIds().stream()
          .map(id -> GraphTypes.id(GraphTypes.MEMBER, id))
          .toList();
    }

    @Id
    @NonNull
    @Description(
        "The teams whose members find its alerts in their inboxes, as far as they may read them, at most 10.")
    public List<@NonNull String> getTeamIds() {
      return rule.route().teamIds().stream().map(id -> GraphTypes.id(GraphTypes.TEAM, id)).toList();
    }

    @Description("Nobody is told until then; null where nobody has silenced it.")
    public OffsetDateTime getSilencedUntil() {
      return rule.silencedUntil();
    }

    @Description("Why it was silenced.")
    public String getSilenceReason() {
      return rule.silenceReason();
    }

    @Description("Who has silenced it.")
    public ActorType getSilencedBy() {
      return rule.silencedBy() == null ? null : ActorType.of(rule.silencedBy());
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return rule.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(rule.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return rule.version();
    }
  }

  @Name("Alert")
  @Description("One time that a rule spoke, from its first sign to its end.")
  public record AlertType(@Ignore Alert alert) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.ALERT, alert.id());
    }

    @NonNull
    @Description("How it stands.")
    public AlertStatus getStatus() {
      return alert.status();
    }

    @NonNull
    @Description("Since when it stands so.")
    public OffsetDateTime getSince() {
      return alert.since();
    }

    @NonNull
    @Description("When the first sign was seen.")
    public OffsetDateTime getStartedAt() {
      return alert.startedAt();
    }

    @Description("When it first fired; null where it has not.")
    public OffsetDateTime getFiredAt() {
      return alert.firedAt();
    }

    @Description("When people were told that it fires; null where they were not.")
    public OffsetDateTime getToldAt() {
      return alert.toldAt();
    }

    @Description("When it was over; null while it goes on.")
    public OffsetDateTime getEndedAt() {
      return alert.endedAt();
    }

    @Description("What was seen when it came to stand so, in the unit of the rule's kind.")
    public Double getValue() {
      return alert.value();
    }

    @Description("When somebody took it in hand; null where nobody has.")
    public OffsetDateTime getAcknowledgedAt() {
      return alert.acknowledgedAt();
    }

    @Description("Who took it in hand.")
    public ActorType getAcknowledgedBy() {
      return alert.acknowledgedBy() == null ? null : ActorType.of(alert.acknowledgedBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return alert.version();
    }
  }

  @Name("AlertChange")
  @Description("A change of an alert's state, with what was seen then.")
  public record AlertChangeType(@Ignore Alert.Change change) {
    @NonNull
    @Description("How it stood from then on.")
    public AlertStatus getStatus() {
      return change.status();
    }

    @NonNull
    @Description("When that was.")
    public OffsetDateTime getAt() {
      return change.at();
    }

    @Description("The value; null where there was none.")
    public Double getValue() {
      return change.value();
    }

    @NonNull
    @Description("What the value was taken from: counts, amounts, or why there was none.")
    public JsonObject getEvidence() {
      return Json.createReader(new StringReader(change.evidence())).readObject();
    }
  }

  @Name("AlertRulePreview")
  @Description(
      "How often a rule would have spoken in the last seven days, looked at once at the end of each window.")
  public record AlertRulePreviewType(@Ignore AlertRulePreview preview) {
    @NonNull
    @Description("How often it would have fired.")
    public Integer getFirings() {
      return preview.firings();
    }

    @NonNull
    @Description("For how long altogether.")
    public Duration getFiring() {
      return preview.firing();
    }

    @NonNull
    @Description("For how long there was nothing to judge by.")
    public Duration getWithoutData() {
      return preview.withoutData();
    }

    @NonNull
    @Description("How many windows were looked at.")
    public Integer getWindows() {
      return preview.windows();
    }

    @NonNull
    @Description("In how many of them the value was over the threshold.")
    public Integer getOver() {
      return preview.over();
    }

    @Description("The highest value; null where there was none.")
    public Double getHighest() {
      return preview.highest();
    }

    @Description("Why there was none, in words; null where there was one.")
    public String getMissing() {
      return preview.missing();
    }

    @NonNull
    @Description("The time in at most 168 equal parts, oldest first.")
    public List<@NonNull AlertRulePreviewPointType> getPoints() {
      return preview.points().stream().map(AlertRulePreviewPointType::new).toList();
    }
  }

  @Name("AlertRulePreviewPoint")
  @Description("Some windows of a preview, one after the other.")
  public record AlertRulePreviewPointType(@Ignore AlertRulePreview.Point point) {
    @NonNull
    @Description("When the last of them ends.")
    public OffsetDateTime getAt() {
      return OffsetDateTime.ofInstant(point.at(), ZoneOffset.UTC);
    }

    @Description("The highest value of them; null where there was none.")
    public Double getHighest() {
      return point.highest();
    }
  }

  @Description("What a rule looks at, to see how often it would have spoken.")
  public record PreviewAlertRule(
      @NonNull @Description("What it looks at, and in which unit.") AlertRuleKind kind,
      @Id @Description("The endpoint; left out for other kinds.") String endpointId,
      @NonNull @Description("0 to 1,000,000,000, in the unit of its kind.") Double threshold,
      @NonNull @Description("1 minute to 1 day, in whole minutes.") Duration window,
      @NonNull @Description("Up to 1 day, in whole minutes.") Duration lasting) {}

  @Description("A rule to make.")
  public record CreateAlertRule(
      @Id @NonNull @Description("The project that is watched.") String projectId,
      @NonNull @Description("1 to 200 characters; no other one of the project has it.") String name,
      @NonNull @Description("What it looks at, and in which unit.") AlertRuleKind kind,
      @Id @Description("The endpoint; left out for other kinds.") String endpointId,
      @NonNull @Description("0 to 1,000,000,000, in the unit of its kind.") Double threshold,
      @NonNull @Description("1 minute to 1 day, in whole minutes.") Duration window,
      @NonNull @Description("Up to 1 day, in whole minutes.") Duration lasting,
      @NonNull @Description("How much it matters.") AlertSeverity severity,
      @Id @Nullable @Description("The channels that are told, at most 10.")
          List<@NonNull String> channelIds,
      @Id
          @Nullable
          @Description(
              "The members who find its alerts in their inboxes, at most 20, who may read what it is about.")
          List<@NonNull String> memberIds,
      @Id
          @Nullable
          @Description(
              "The teams whose members do, as far as they may read what it is about, at most 10.")
          List<@NonNull String> teamIds) {}

  @Description("What a rule shall be.")
  public record UpdateAlertRule(
      @Id @NonNull @Description("The rule.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @NonNull @Description("As for a new one.") String name,
      @NonNull @Description("As for a new one.") Double threshold,
      @NonNull @Description("As for a new one.") Duration window,
      @NonNull @Description("As for a new one.") Duration lasting,
      @NonNull @Description("As for a new one.") AlertSeverity severity,
      @Id @Nullable @Description("As for a new one, at most 10; none when left out.")
          List<@NonNull String> channelIds,
      @Id @Nullable @Description("As for a new one, at most 20; none when left out.")
          List<@NonNull String> memberIds,
      @Id @Nullable @Description("As for a new one, at most 10; none when left out.")
          List<@NonNull String> teamIds) {}

  @Description("A silence of a rule.")
  public record SilenceAlertRule(
      @Id @NonNull @Description("The rule.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @Description("Its end, within 30 days; left out to end a silence now.") OffsetDateTime until,
      @Description("Why, 1 to 4,000 characters; left out to end a silence.") String reason) {}
}
