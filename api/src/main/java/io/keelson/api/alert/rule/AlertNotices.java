package io.keelson.api.alert.rule;

import io.keelson.api.alert.channel.DeliveryQueue;
import io.keelson.api.alert.sending.Message;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;

/** What people are told of an alert: that it fires, and that it is over. */
@ApplicationScoped
public class AlertNotices {
  private static final MathContext SHOWN = new MathContext(4);
  private final DeliveryQueue queue;
  private final Outbox outbox;

  public AlertNotices(DeliveryQueue queue, Outbox outbox) {
    this.queue = queue;
    this.outbox = outbox;
  }

  void tell(
      Transaction tx,
      AlertRule rule,
      UUID alertId,
      AlertStatus status,
      Observation seen,
      OffsetDateTime at) {
    for (UUID channel : rule.route().channelIds()) {
      queue.add(
          tx, channel, message(rule, alertId, status, seen, at), rule.condition().kind().reads());
    }
    outbox.publish(
        tx,
        status == AlertStatus.FIRING ? "AlertFired" : "AlertResolved",
        alertId,
        new JsonObject()
            .put("ruleId", rule.id().toString())
            .put("rule", rule.name())
            .put("projectId", rule.projectId().toString())
            .put("endpointId", id(rule.condition().endpointId()))
            .put("kind", rule.condition().kind().name())
            .put("severity", rule.severity().name())
            .put("text", text(rule, seen))
            .put("people", new JsonArray(AlertPeople.of(tx, rule))));
  }

  private static String id(UUID id) {
    return id == null ? null : id.toString();
  }

  private static Message message(
      AlertRule rule, UUID alertId, AlertStatus status, Observation seen, OffsetDateTime at) {
    AlertRule.Condition condition = rule.condition();
    return new Message(
        Ids.next(),
        "alert." + status.name().toLowerCase(Locale.ROOT),
        at,
        Message.title(status + ": " + rule.name()),
        text(rule, seen),
        new JsonObject()
            .put("alertId", alertId.toString())
            .put("ruleId", rule.id().toString())
            .put("rule", rule.name())
            .put("projectId", rule.projectId().toString())
            .put("endpointId", id(condition.endpointId()))
            .put("kind", condition.kind().name())
            .put("severity", rule.severity().name())
            .put("status", status.name())
            .put("value", seen.value())
            .put("threshold", condition.threshold())
            .put("evidence", seen.evidence()));
  }

  private static String text(AlertRule rule, Observation seen) {
    AlertRule.Condition condition = rule.condition();
    return "%s: %s is %s, the limit is %s."
        .formatted(
            rule.severity(),
            what(condition.kind()),
            shown(condition.kind(), seen.value()),
            shown(condition.kind(), condition.threshold()));
  }

  private static String what(AlertRuleKind kind) {
    return switch (kind) {
      case ENDPOINT_LATENCY -> "the 95th percentile of latency";
      case ENDPOINT_ERRORS -> "the share of requests that failed";
      case DRIFT -> "the number of features that have drifted";
      case QUALITY -> "the error of the predictions";
      case JOB_FAILURE -> "the number of tasks that failed";
      case BUDGET -> "the share of the budget that is spent";
    };
  }

  private static String shown(AlertRuleKind kind, Double value) {
    if (value == null) {
      return "not known";
    }
    return switch (kind) {
      case ENDPOINT_LATENCY -> rounded(value) + " ms";
      case ENDPOINT_ERRORS, BUDGET -> rounded(value * 100) + " %";
      case DRIFT, QUALITY, JOB_FAILURE -> rounded(value);
    };
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value).round(SHOWN).stripTrailingZeros().toPlainString();
  }
}
