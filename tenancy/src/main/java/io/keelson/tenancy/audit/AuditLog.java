package io.keelson.tenancy.audit;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The append-only record of what was done and what was refused. */
@ApplicationScoped
public class AuditLog {
  private static final Logger LOG = Logger.getLogger(AuditLog.class);

  /** No id is smaller: what is at the end of the period itself is not of it. */
  private static final UUID FIRST_OF_ALL = new UUID(0, 0);

  /** Down the primary key from a place in it, or down the index of what a filter asks for. */
  private static final String PAGE =
      """
      FROM AuditEntryEntity e
      WHERE e.tenantId = :tenantId AND e.at >= :from AND e.at <= :last AND (e.at < :last OR e.id < :id)
      """;

  private static final String NEWEST_FIRST = "ORDER BY e.at DESC, e.id DESC";

  /**
   * {@link #PAGE} of what was done to things of these types in projects; in all where none is
   * named.
   */
  private static final String DONE_IN_PROJECTS =
      """
      FROM AuditEntryEntity e
      WHERE e.tenantId = :tenantId AND e.at >= :from AND e.at <= :last AND (e.at < :last OR e.id < :id)
        AND e.outcome = 'DONE' AND e.projectId IS NOT NULL AND e.targetId IS NOT NULL AND e.targetType IN :types
        AND (:all = true OR e.projectId IN :projects)
      ORDER BY e.at DESC, e.id DESC
      """;

  private static final int REFUSALS_PER_MINUTE = 20;
  private final TenantDatabase database;
  private final RefusalBudget refusals;
  private final InstantSource clock;

  public AuditLog(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.refusals = new RefusalBudget(REFUSALS_PER_MINUTE, clock);
    this.clock = clock;
  }

  /**
   * Writes the row in the transaction of the change, so that neither exists without the other.
   *
   * @param targetType how the target's global ids begin; null where there is no target
   */
  public void record(
      Transaction tx,
      Caller caller,
      String action,
      String targetType,
      UUID targetId,
      UUID projectId,
      AuditOutcome outcome,
      Map<String, Object> detail) {
    Instant now = clock.instant();
    Actor actor = caller.principal().actor();
    tx.update(
        """
        INSERT INTO tenancy.audit_entry
          (tenant_id, id, at, actor, actor_kind, actor_id, action, target_type, target_id, project_id, outcome,
           request_id, address, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        tx.tenantId(),
        Ids.at(now),
        OffsetDateTime.ofInstant(now.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC),
        actor.label(),
        actor.kind().name(),
        actor.id(),
        action,
        targetType,
        targetId,
        projectId,
        outcome.name(),
        caller.requestId(),
        caller.address(),
        new JsonObject(detail));
  }

  /**
   * Writes the row of an attempt that came to nothing and so has no transaction any more: {@code
   * DENIED} where the caller lacked a right or knew of no such thing, {@code FAILED} otherwise. Of
   * one caller's only so many a minute; never fails, since the attempt has failed already.
   */
  public void recordRefused(Caller caller, String action, Throwable failure) {
    refusals
        .take(caller.principal().tenantId(), caller.principal().id())
        .ifPresent(untold -> recordRefused(caller, action, failure, untold));
  }

  /**
   * {@link #recordRefused} for who counts the attempts themselves.
   *
   * @param untold how many attempts before this one were not written
   */
  void recordRefused(Caller caller, String action, Throwable failure, int untold) {
    boolean denied = failure instanceof Forbidden || failure instanceof NotFound;
    Map<String, Object> detail = new HashMap<>(reason(failure, denied));
    if (untold > 0) {
      detail.put("untoldBefore", untold);
    }
    try {
      database.transact(
          caller.principal().tenantId(),
          tx -> {
            AuditOutcome outcome = denied ? AuditOutcome.DENIED : AuditOutcome.FAILED;
            record(tx, caller, action, null, null, null, outcome, detail);
            return null;
          });
    } catch (RuntimeException e) {
      LOG.errorf(
          "request %s: the audit log misses a refused %s: %s",
          caller.requestId(), action, e.getMessage());
    }
  }

  /** A failure's message may quote what the caller sent: its code and field do not. */
  private static Map<String, Object> reason(Throwable failure, boolean denied) {
    if (denied) {
      return Map.of("reason", failure.getMessage());
    }
    if (failure instanceof Failure known) {
      return known
          .field()
          .<Map<String, Object>>map(field -> Map.of("code", known.code().name(), "field", field))
          .orElseGet(() -> Map.of("code", known.code().name()));
    }
    return Map.of("code", ErrorCode.INTERNAL.name());
  }

  /**
   * What was done to things of projects, newest first, before the entry with the given id when one
   * is given. Blocks.
   *
   * @param projects null for all of them
   * @param targetTypes how the global ids of things begin
   * @param from inclusive
   */
  public List<AuditEntry> doneInProjects(
      UUID tenantId,
      Set<UUID> projects,
      Collection<String> targetTypes,
      OffsetDateTime from,
      int limit,
      UUID beforeId) {
    OffsetDateTime last =
        OffsetDateTime.ofInstant(
            beforeId == null ? clock.instant().plusSeconds(60) : Ids.timeOf(beforeId),
            ZoneOffset.UTC);
    Set<UUID> named = projects == null || projects.isEmpty() ? Set.of(FIRST_OF_ALL) : projects;
    return database
        .withSession(
            tenantId,
            session ->
                session
                    .createQuery(DONE_IN_PROJECTS, AuditEntryEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("from", from)
                    .setParameter("last", last)
                    .setParameter("id", beforeId == null ? FIRST_OF_ALL : beforeId)
                    .setParameter("types", targetTypes)
                    .setParameter("all", projects == null)
                    .setParameter("projects", named)
                    .setMaxResults(limit)
                    .getResultList())
        .stream()
        .map(AuditEntryEntity::entry)
        .toList();
  }

  /**
   * Newest first, before the entry with the given id when one is given. Blocks.
   *
   * @param from inclusive
   * @param to exclusive
   * @param filter which of them
   * @throws Invalid for more than 20 actions, or one that is no name of any
   */
  public List<AuditEntry> page(
      UUID tenantId,
      OffsetDateTime from,
      OffsetDateTime to,
      AuditFilter filter,
      int limit,
      UUID beforeId) {
    filter.check();
    OffsetDateTime before =
        beforeId == null ? to : OffsetDateTime.ofInstant(Ids.timeOf(beforeId), ZoneOffset.UTC);
    boolean first = beforeId == null || before.isAfter(to);
    return database
        .withSession(
            tenantId,
            session ->
                filter
                    .bind(
                        session
                            .createQuery(
                                PAGE + filter.conditions() + NEWEST_FIRST, AuditEntryEntity.class)
                            .setParameter("tenantId", tenantId)
                            .setParameter("from", from)
                            .setParameter("last", first ? to : before)
                            .setParameter("id", first ? FIRST_OF_ALL : beforeId))
                    .setMaxResults(limit)
                    .getResultList())
        .stream()
        .map(AuditEntryEntity::entry)
        .toList();
  }
}
