package io.keelson.api.alert.rule;

import io.keelson.api.alert.channel.DeliveryQueue;
import io.keelson.api.alert.sending.Message;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
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
  private static final int MAX_TITLE_CHARACTERS = 200;
  private final DeliveryQueue queue;

  public AlertNotices(DeliveryQueue queue) {
    this.queue = queue;
  }

  void tell(
      Transaction tx,
      AlertRule rule,
      UUID alertId,
      AlertStatus status,
      Observation seen,
      OffsetDateTime at) {
    for (UUID channel : rule.channelIds()) {
      queue.add(tx, channel, message(rule, alertId, status, seen, at));
    }
  }

  private static Message message(
      AlertRule rule, UUID alertId, AlertStatus status, Observation seen, OffsetDateTime at) {
    AlertRule.Condition condition = rule.condition();
    String value = shown(condition.kind(), seen.value());
    String limit = shown(condition.kind(), condition.threshold());
    String title = status + ": " + rule.name();
    return new Message(
        Ids.next(),
        "alert." + status.name().toLowerCase(Locale.ROOT),
        at,
        title.length() <= MAX_TITLE_CHARACTERS
            ? title
            : title.substring(0, MAX_TITLE_CHARACTERS).strip(),
        "%s: %s is %s, the limit is %s."
            .formatted(rule.severity(), what(condition.kind()), value, limit),
        new JsonObject()
            .put("alertId", alertId.toString())
            .put("ruleId", rule.id().toString())
            .put("rule", rule.name())
            .put("projectId", rule.projectId().toString())
            .put(
                "endpointId",
                condition.endpointId() == null ? null : condition.endpointId().toString())
            .put("kind", condition.kind().name())
            .put("severity", rule.severity().name())
            .put("status", status.name())
            .put("value", seen.value())
            .put("threshold", condition.threshold())
            .put("evidence", seen.evidence()));
  }

  private static String what(AlertRuleKind kind) {
    return switch (kind) {
      case ENDPOINT_LATENCY -> "the 95th percentile of latency";
      case ENDPOINT_ERRORS -> "the share of requests that failed";
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
      case JOB_FAILURE -> rounded(value);
    };
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value).round(SHOWN).stripTrailingZeros().toPlainString();
  }
}
