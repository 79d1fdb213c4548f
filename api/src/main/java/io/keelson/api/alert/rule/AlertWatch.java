package io.keelson.api.alert.rule;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks at what rules are about, once a minute each, however many processes watch: what was seen
 * counts if the rule still waits for that look, and in the same transaction it waits for the next.
 * Looks that nobody made in time are left out.
 */
@ApplicationScoped
public class AlertWatch {
  static final Duration EVERY = Duration.ofMinutes(1);
  private static final Logger LOG = Logger.getLogger(AlertWatch.class);
  private static final int MAX_AT_ONCE = 200;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final Observer observer;
  private final AlertNotices notices;
  private final InstantSource clock;

  public AlertWatch(
      SystemDatabase system,
      TenantDatabase database,
      Observer observer,
      AlertNotices notices,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.observer = observer;
    this.notices = notices;
    this.clock = clock;
  }

  private record Due(UUID tenantId, UUID ruleId, OffsetDateTime look) {}

  /**
   * Looks at what is due, at most 200 rules. One that fails stays due and keeps none from its turn.
   *
   * @return whether more may be due
   */
  public boolean lookAtDue() {
    List<Due> due = due();
    int failed = 0;
    for (Due one : due) {
      try {
        look(one);
      } catch (RuntimeException e) {
        failed++;
        LOG.warnf("alert rule %s waits to be looked at: %s", one.ruleId(), e.getMessage());
      }
    }
    return failed == 0 && due.size() == MAX_AT_ONCE;
  }

  private List<Due> due() {
    return system.transact(
        SystemUse.ALERT_WATCH,
        tx ->
            tx.list(
                row ->
                    new Due(
                        row.getUUID("tenant_id"),
                        row.getUUID("id"),
                        row.getOffsetDateTime("next_check_at")),
                """
                SELECT tenant_id, id, next_check_at
                FROM catalog.alert_rule
                WHERE next_check_at <= $1
                ORDER BY next_check_at
                LIMIT $2
                """,
                at(clock.instant()),
                MAX_AT_ONCE));
  }

  private void look(Due due) {
    Optional<AlertRule> rule =
        database.transact(
            due.tenantId(),
            tx ->
                tx.one(
                        AlertRuleRows.SELECT + "AND r.id = $2 AND r.next_check_at = $3",
                        tx.tenantId(),
                        due.ruleId(),
                        due.look())
                    .map(AlertRuleRows::rule));
    if (rule.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Observation seen =
        observer.look(due.tenantId(), rule.get().projectId(), rule.get().condition(), now);
    database.transact(
        due.tenantId(),
        tx -> {
          claimed(tx, due, rule.get().version())
              .ifPresent(claimed -> write(tx, claimed, seen, now));
          return null;
        });
  }

  /** Empty when somebody else was faster, or it was changed meanwhile. */
  private static Optional<AlertRule> claimed(Transaction tx, Due due, int version) {
    Optional<Row> row =
        tx.one(
            AlertRuleRows.SELECT
                + "AND r.id = $2 AND r.next_check_at = $3 AND r.version = $4 FOR NO KEY UPDATE SKIP LOCKED",
            tx.tenantId(),
            due.ruleId(),
            due.look(),
            version);
    return row.map(AlertRuleRows::rule);
  }

  private void write(Transaction tx, AlertRule rule, Observation seen, Instant now) {
    tx.update(
        "UPDATE catalog.alert_rule SET next_check_at = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        rule.id(),
        at(next(now)));
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
    } else {
      tell(tx, rule, AlertRows.begin(tx, rule, after, seen, at(now)), null, after, seen, now);
    }
  }

  /** Once that it fires, when nobody has silenced it or no longer, and then that it is over. */
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
    boolean fires = state.status() == AlertStatus.FIRING && toldAt == null;
    boolean isOver = state.status() == AlertStatus.RESOLVED && toldAt != null;
    if (silenced || !fires && !isOver) {
      return;
    }
    notices.tell(tx, rule, alertId, state.status(), seen, at(now));
    if (fires) {
      AlertRows.told(tx, alertId, at(now));
    }
  }

  /** The next whole minute, so that processes agree. */
  static Instant next(Instant now) {
    long every = EVERY.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), every) * every + every);
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
