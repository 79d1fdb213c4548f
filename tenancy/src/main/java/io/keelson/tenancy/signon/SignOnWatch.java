package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.turns.TenantTurns;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Begins what is due: Keycloak is told of tenants' providers, what these made there under foreign
 * addresses is removed, people who came by one are looked up again, the DNS of domains is looked at
 * again, and accounts of strangers that nobody verified are removed. What is due is claimed by
 * moving it ahead, so that of many processes one does it, and another one after it died. Nothing
 * waits for anything else: a tenant has few turns at a time, and every call to the outside has its
 * bound.
 */
@ApplicationScoped
public class SignOnWatch {
  private static final Logger LOG = Logger.getLogger(SignOnWatch.class);
  private static final int PAGE = 64;
  private static final int MAX_LOOK_UPS = 64;
  private static final int MAX_LOOK_UPS_OF_TENANT = 4;
  private static final int MAX_TOLD = 16;
  private static final int MAX_CHECKS = 16;

  /** Whose turn it is when it is no tenant's. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final SystemDatabase system;
  private final RealmDoor realm;
  private final ProviderTelling telling;
  private final LookUp lookUp;
  private final DomainChecks checks;
  private final SignUpSweep strangers;
  private final InstantSource clock;
  private final TenantTurns tellingTurns = new TenantTurns(MAX_TOLD, 1);
  private final TenantTurns lookUpTurns = new TenantTurns(MAX_LOOK_UPS, MAX_LOOK_UPS_OF_TENANT);
  private final TenantTurns checkTurns = new TenantTurns(MAX_CHECKS, 1);
  private final TenantTurns strangersTurn = new TenantTurns(1, 1);

  SignOnWatch(
      SystemDatabase system,
      RealmDoor realm,
      ProviderTelling telling,
      LookUp lookUp,
      DomainChecks checks,
      SignUpSweep strangers,
      InstantSource clock) {
    this.system = system;
    this.realm = realm;
    this.telling = telling;
    this.lookUp = lookUp;
    this.checks = checks;
    this.strangers = strangers;
    this.clock = clock;
  }

  /**
   * Begins what is due and has room, and does not wait for it.
   *
   * @return whether more of it may have room at once
   */
  public boolean doDue() {
    boolean checksMore =
        begun(
            dueDomains(),
            due ->
                checkTurns.begin(
                    due.tenantId(),
                    due,
                    () -> trying("check domain", due, () -> checks.again(due))));
    if (!realm.isThere()) {
      return checksMore;
    }
    if (strangers.isDue()) {
      strangersTurn.begin(
          NOBODY, "strangers", () -> trying("look at", "strangers", strangers::sweep));
    }
    boolean tellsMore =
        begun(
            dueProviders(),
            id -> tellingTurns.begin(id, id, () -> trying("tell of", id, () -> telling.tell(id))));
    boolean looksMore =
        begun(
            duePeople(),
            due ->
                lookUpTurns.begin(
                    due.tenantId(), due, () -> trying("look up", due, () -> lookUp.again(due))));
    return checksMore || tellsMore || looksMore;
  }

  /** Whether a whole page was due, and some of it was begun. */
  private static <T> boolean begun(List<T> due, Predicate<T> begin) {
    long begun = due.stream().filter(begin).count();
    return due.size() == PAGE && begun > 0;
  }

  private static void trying(String what, Object of, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warnf("single sign-on: to %s %s waits: %s", what, of, e.getMessage());
    }
  }

  private List<UUID> dueProviders() {
    return system.transact(
        SystemUse.SIGN_ON,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                """
                SELECT tenant_id
                FROM tenancy.sign_on_provider
                WHERE due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
                  AND tenant_id <> ALL ($3)
                ORDER BY due_at
                LIMIT $2
                """,
                now(),
                PAGE,
                tellingTurns.full().toArray(UUID[]::new)));
  }

  private List<LookUp.Due> duePeople() {
    return system.transact(
        SystemUse.SIGN_ON,
        tx ->
            LookUpRows.due(
                tx, clock.instant(), lookUpTurns.atWork(), MAX_LOOK_UPS_OF_TENANT, PAGE));
  }

  private List<DomainChecks.Due> dueDomains() {
    return system.transact(
        SystemUse.SIGN_ON,
        tx ->
            tx.list(
                row -> new DomainChecks.Due(row.getUUID("tenant_id"), row.getUUID("id")),
                """
                SELECT tenant_id, id
                FROM tenancy.sign_on_domain
                WHERE due_at <= $1 AND tenant_id <> ALL ($3)
                ORDER BY due_at
                LIMIT $2
                """,
                now(),
                PAGE,
                checkTurns.full().toArray(UUID[]::new)));
  }

  @PreDestroy
  void end() {
    tellingTurns.close();
    lookUpTurns.close();
    checkTurns.close();
    strangersTurn.close();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
