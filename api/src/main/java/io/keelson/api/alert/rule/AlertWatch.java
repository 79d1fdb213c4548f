package io.keelson.api.alert.rule;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.turns.TenantTurns;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks at what rules are about, once an interval each, however many processes watch. Tenants take
 * turns, some side by side: one whose looks are slow, many or fail holds up its own rules. Looks
 * that nobody made in time are left out, and so are the rules of tenants that are not ACTIVE.
 */
@ApplicationScoped
public class AlertWatch {
  private static final Logger LOG = Logger.getLogger(AlertWatch.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
  private static final int MAX_TENANTS_AT_ONCE = 16;
  private static final int MAX_TENANTS_OF_PASS = 200;
  private static final int RULES_OF_TURN = 50;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final RuleLook look;
  private final InstantSource clock;
  private final DueLoop loop;
  private final TenantTurns turns;

  @Inject
  AlertWatch(
      SystemDatabase system,
      TenantDatabase database,
      Observer observer,
      AlertNotices notices,
      LookTimes times,
      DatabaseClock clock) {
    this(system, database, observer, notices, times, (InstantSource) clock);
  }

  /** By another clock than the database's. */
  public AlertWatch(
      SystemDatabase system,
      TenantDatabase database,
      Observer observer,
      AlertNotices notices,
      LookTimes times,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.look = new RuleLook(database, observer, notices, times, clock);
    this.clock = clock;
    this.loop = new DueLoop("alert-watch", times.atMost(POLL_INTERVAL), this::lookAtDue);
    this.turns = new TenantTurns(MAX_TENANTS_AT_ONCE, 1, loop::wake);
  }

  public void start() {
    loop.start();
  }

  /**
   * Begins the turns of tenants of which rules are due, and does not wait for them.
   *
   * @return false: whoever has no turn now is woken for
   */
  public boolean lookAtDue() {
    for (UUID tenantId : due(turns.full())) {
      turns.beginSome(tenantId, tenantId, () -> lookAt(tenantId));
    }
    return false;
  }

  /** Whether turns have begun that are not over. */
  public boolean isAtWork() {
    return !turns.atWork().isEmpty();
  }

  /** Who has waited longest is first. */
  private List<UUID> due(Set<UUID> full) {
    return system.transact(
        SystemUse.ALERT_WATCH,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                """
                SELECT r.tenant_id
                FROM catalog.alert_rule r
                JOIN tenancy.tenant t ON t.tenant_id = r.tenant_id AND t.status = 'ACTIVE'
                WHERE r.next_check_at <= $1 AND r.tenant_id <> ALL ($2)
                GROUP BY r.tenant_id
                ORDER BY min(r.next_check_at)
                LIMIT $3
                """,
                now(),
                full.toArray(UUID[]::new),
                MAX_TENANTS_OF_PASS));
  }

  private record Due(UUID ruleId, OffsetDateTime look) {}

  /** One turn of a tenant; true when more of its rules are due. */
  private boolean lookAt(UUID tenantId) {
    try {
      List<Due> due = due(tenantId);
      int failed = 0;
      for (Due one : due) {
        if (!look.at(tenantId, one.ruleId(), one.look())) {
          failed++;
        }
      }
      if (failed > 0) {
        LOG.warnf("%d alert rules of tenant %s could not be looked at", failed, tenantId);
      }
      return due.size() == RULES_OF_TURN;
    } catch (RuntimeException e) {
      if (!loop.isClosed()) {
        LOG.warnf("alert rules of tenant %s wait: %s", tenantId, e.getMessage());
      }
      return false;
    }
  }

  private List<Due> due(UUID tenantId) {
    return database.transact(
        tenantId,
        tx ->
            tx.list(
                row -> new Due(row.getUUID("id"), row.getOffsetDateTime("next_check_at")),
                """
                SELECT id, next_check_at
                FROM catalog.alert_rule
                WHERE tenant_id = $1 AND next_check_at <= $2
                ORDER BY next_check_at, id
                LIMIT $3
                """,
                tx.tenantId(),
                now(),
                RULES_OF_TURN));
  }

  /** Interrupts what is at work: it is due still. */
  @PreDestroy
  public void close() {
    loop.close();
    turns.close();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
