package io.keelson.tenancy.audit;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The append-only record of what was done and what was refused. */
@ApplicationScoped
public class AuditLog {
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private final TenantDatabase database;
  private final InstantSource clock;

  public AuditLog(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Writes the row in the transaction of the change, so that neither exists without the other. */
  public void record(
      Transaction tx,
      Caller caller,
      String action,
      UUID targetId,
      UUID projectId,
      AuditOutcome outcome,
      Map<String, Object> detail) {
    tx.update(
        """
        INSERT INTO tenancy.audit_entry
          (tenant_id, id, at, actor, action, target_id, project_id, outcome, request_id, address, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        tx.tenantId(),
        Ids.next(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        caller.principal().label(),
        action,
        targetId,
        projectId,
        outcome.name(),
        caller.requestId(),
        caller.address(),
        new JsonObject(detail));
  }

  /** Writes the row of an attempt that was refused and so has no transaction of its own. */
  public void recordDenied(Caller caller, String action, String reason) {
    database.transact(
        caller.principal().tenantId(),
        tx -> {
          record(tx, caller, action, null, null, AuditOutcome.DENIED, Map.of("reason", reason));
          return null;
        });
  }

  /** Newest first, before the entry with the given id when one is given. Blocks. */
  public List<AuditEntry> page(
      UUID tenantId, OffsetDateTime from, OffsetDateTime to, int limit, UUID beforeId) {
    return database
        .withSession(
            tenantId,
            session -> {
              var query =
                  session
                      .createQuery(
                          """
                          FROM AuditEntryEntity e
                          WHERE e.tenantId = :tenantId AND e.at >= :from AND e.at < :to
                          """
                              + (beforeId == null ? "" : "AND e.id < :beforeId ")
                              + "ORDER BY e.id DESC",
                          AuditEntryEntity.class)
                      .setParameter("tenantId", tenantId)
                      .setParameter("from", from)
                      .setParameter("to", to)
                      .setMaxResults(limit);
              return (beforeId == null ? query : query.setParameter("beforeId", beforeId))
                  .getResultList();
            })
        .await()
        .atMost(READ_TIMEOUT)
        .stream()
        .map(AuditEntryEntity::entry)
        .toList();
  }
}
