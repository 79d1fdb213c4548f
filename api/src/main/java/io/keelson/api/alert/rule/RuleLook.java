package io.keelson.api.alert.rule;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * One look at what a rule is about: what was seen counts if the rule still waits for that look, and
 * in the same transaction it waits for the next.
 */
final class RuleLook {
  private static final Logger LOG = Logger.getLogger(RuleLook.class);

  private final TenantDatabase database;
  private final Observer observer;
  private final AlertNotices notices;
  private final LookTimes times;
  private final InstantSource clock;

  RuleLook(
      TenantDatabase database,
      Observer observer,
      AlertNotices notices,
      LookTimes times,
      InstantSource clock) {
    this.database = database;
    this.observer = observer;
    this.notices = notices;
    this.times = times;
    this.clock = clock;
  }

  /**
   * Looks at the rule if it waits for that look. After a failure it waits for the next one.
   *
   * @param look when it was due
   * @return false for a failure
   * @throws RuntimeException when not even that could be written: the tenant's database is away
   */
  boolean at(UUID tenantId, UUID ruleId, OffsetDateTime look) {
    try {
      lookAt(tenantId, ruleId, look);
      return true;
    } catch (RuntimeException e) {
      LOG.debugf(e, "alert rule %s could not be looked at", ruleId);
      database.transact(
          tenantId,
          tx ->
              tx.update(
                  """
                  UPDATE catalog.alert_rule
                  SET next_check_at = $4
                  WHERE tenant_id = $1 AND id = $2 AND next_check_at = $3
                  """,
                  tx.tenantId(),
                  ruleId,
                  look,
                  at(times.next(clock.instant()))));
      return false;
    }
  }

  private void lookAt(UUID tenantId, UUID ruleId, OffsetDateTime look) {
    Optional<AlertRule> rule =
        database.transact(
            tenantId,
            tx ->
                tx.one(
                        AlertRuleRows.SELECT + "AND r.id = $2 AND r.next_check_at = $3",
                        tx.tenantId(),
                        ruleId,
                        look)
                    .map(AlertRuleRows::rule));
    if (rule.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Observation seen = observer.look(tenantId, rule.get().projectId(), rule.get().condition(), now);
    database.transact(
        tenantId,
        tx -> {
          claimed(tx, ruleId, look, rule.get().version())
              .ifPresent(claimed -> write(tx, claimed, seen, now));
          return null;
        });
  }

  /** Empty when somebody else was faster, or it was changed meanwhile. */
  private static Optional<AlertRule> claimed(
      Transaction tx, UUID ruleId, OffsetDateTime look, int version) {
    Optional<Row> row =
        tx.one(
            AlertRuleRows.SELECT
                + "AND r.id = $2 AND r.next_check_at = $3 AND r.version = $4 FOR NO KEY UPDATE SKIP LOCKED",
            tx.tenantId(),
            ruleId,
            look,
            version);
    return row.map(AlertRuleRows::rule);
  }

  private void write(Transaction tx, AlertRule rule, Observation seen, Instant now) {
    tx.update(
        """
        UPDATE catalog.alert_rule
        SET next_check_at = $3, without_data = $4
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        rule.id(),
        at(times.next(now)),
        seen.value() == null);
    Optional<Alert> goingOn = AlertRows.goingOn(tx, rule.id());
    AlertState before =
        goingOn
            .map(
                alert ->
                    new AlertState(
                        alert.status(), alert.since().toInstant(), alert.firedAt() != null))
            .orElseGet(() -> AlertState.ok(now));
    AlertRule.Condition condition = rule.condition();
    AlertState after = before.after(seen, condition.threshold(), condition.lasting(), now);
    if (after.equals(before)) {
      goingOn.ifPresent(alert -> tell(tx, rule, alert.id(), alert.toldAt(), after, seen, now));
    } else if (goingOn.isPresent()) {
      AlertRows.move(tx, goingOn.get(), after, seen, at(now));
      tell(tx, rule, goingOn.get().id(), goingOn.get().toldAt(), after, seen, now);
    } else if (after.status() != AlertStatus.NO_DATA) {
      // That there is nothing to judge by is how the rule stands, and no alert.
      tell(tx, rule, AlertRows.begin(tx, rule, after, seen, at(now)), null, after, seen, now);
    }
  }

  /**
   * Once that it fires, when nobody has silenced it or no longer, and then that it is over: who was
   * told the one is told the other, silenced or not.
   */
  private void tell(
      Transaction tx,
      AlertRule rule,
      UUID alertId,
      OffsetDateTime toldAt,
      AlertState state,
      Observation seen,
      Instant now) {
    boolean silenced =
        rule.silencedUntil() != null && rule.silencedUntil().toInstant().isAfter(now);
    boolean fires = state.status() == AlertStatus.FIRING && toldAt == null && !silenced;
    boolean isOver = state.status() == AlertStatus.RESOLVED && toldAt != null;
    if (!fires && !isOver) {
      return;
    }
    notices.tell(tx, rule, alertId, state.status(), seen, at(now));
    if (fires) {
      AlertRows.told(tx, alertId, at(now));
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
