package io.keelson.tenancy.audit;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.failure.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Attempts of signed-in people at tenants that they do not belong to, in the log of the tenant that
 * was tried. They are the only rows that somebody can cause who has no right there: one a minute
 * for each person and tenant.
 */
@ApplicationScoped
public class StrangerLog {
  private static final Logger LOG = Logger.getLogger(StrangerLog.class);
  static final int ROWS_PER_MINUTE = 1;

  /**
   * For each person, whichever tenants they name: more than anybody makes by hand, so that an
   * attempt cannot be hidden behind a few at tenants that are not there.
   */
  static final int LOOK_UPS_PER_MINUTE = 600;

  private static final UUID ANY_TENANT = new UUID(0, 0);

  private final SystemDatabase system;
  private final AuditLog audit;
  private final RefusalBudget lookUps;
  private final RefusalBudget rows;
  private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

  StrangerLog(SystemDatabase system, AuditLog audit, InstantSource clock) {
    this.system = system;
    this.audit = audit;
    this.lookUps = new RefusalBudget(LOOK_UPS_PER_MINUTE, clock);
    this.rows = new RefusalBudget(ROWS_PER_MINUTE, clock);
  }

  /**
   * Neither fails nor waits: the stranger's answer comes as soon for a tenant that is there as for
   * one that is not.
   *
   * @param tenantSlug as the person named it; there may be no such tenant
   * @param requestId null where requests have none, as at the gateway
   */
  public void note(
      Actor person, String tenantSlug, String action, String requestId, String address) {
    OptionalInt unseen = lookUps.take(ANY_TENANT, person.id());
    if (unseen.isEmpty()) {
      return;
    }
    if (unseen.getAsInt() > 0) {
      LOG.warnf(
          "person %s: %d attempts at tenants that are not theirs are in no audit log",
          person.id(), unseen.getAsInt());
    }
    executor.execute(() -> write(person, tenantSlug, action, requestId, address));
  }

  private void write(
      Actor person, String tenantSlug, String action, String requestId, String address) {
    try {
      Optional<UUID> tenantId = tenantId(tenantSlug);
      if (tenantId.isEmpty()) {
        return;
      }
      Principal stranger = stranger(person, tenantId.get(), tenantSlug);
      rows.take(tenantId.get(), person.id())
          .ifPresent(
              untold ->
                  audit.recordRefused(
                      new Caller(stranger, requestId, null, address),
                      action,
                      new NotFound("tenant"),
                      untold));
    } catch (RuntimeException e) {
      LOG.errorf("request %s: a stranger's %s is not recorded: %s", requestId, action, e);
    }
  }

  private Optional<UUID> tenantId(String slug) {
    return system.transact(
        SystemUse.TENANT_DIRECTORY,
        tx ->
            tx.one("SELECT tenant_id FROM tenancy.tenant WHERE slug = $1", slug)
                .map(row -> row.getUUID("tenant_id")));
  }

  private static Principal stranger(Actor person, UUID tenantId, String tenantSlug) {
    return new Principal(person, person, tenantId, tenantSlug, Set.of(), Map.of(), null);
  }
}
