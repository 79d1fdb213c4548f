package io.keelson.tenancy.event;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The events whose delivery failed after the last attempt, and those that have failed for long for
 * the platform's sake, whose delivery is tried on: seen with AUDIT_READ, replayed with
 * TENANT_WRITE; both by operators too.
 */
@ApplicationScoped
public class DeadLetters {
  private static final UUID BEYOND_ALL = new UUID(-1L, -1L);
  private static final String SELECT =
      """
      SELECT l.id, l.handler, l.attempts, l.failure, l.died_at, l.replayed_at, e.type, e.subject_id, e.created_at
      FROM tenancy.dead_letter l
      JOIN tenancy.event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id
      WHERE l.tenant_id = $1
      """;

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final LiveSignals signals;
  private final InstantSource clock;

  public DeadLetters(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      LiveSignals signals,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.signals = signals;
    this.clock = clock;
  }

  /** Newest first, before the one with the given id when one is given. */
  public List<DeadLetter> page(Principal principal, int limit, UUID beforeId) {
    require(principal, Permission.AUDIT_READ);
    return database.transact(
        principal.tenantId(),
        tx ->
            tx.list(
                DeadLetters::letter,
                SELECT + "AND l.id < $2 ORDER BY l.id DESC LIMIT $3",
                principal.tenantId(),
                beforeId == null ? BEYOND_ALL : beforeId,
                limit));
  }

  /**
   * @throws NotFound when this tenant has no such dead letter (any more)
   */
  public DeadLetter get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.AUDIT_READ, null);
    return database.transact(principal.tenantId(), tx -> required(tx, id));
  }

  /**
   * Has the event delivered to its handler once more, from its first attempt on. Should the handler
   * fail as often again, there will be another dead letter.
   *
   * @throws NotFound when this tenant has no such dead letter (any more)
   * @throws Conflict when it was replayed before
   */
  public DeadLetter replay(Caller caller, UUID id) {
    UUID replayed =
        mutations.run(caller, "replayDeadLetter", Map.of("id", id), tx -> replay(tx, caller, id));
    return database.transact(caller.principal().tenantId(), tx -> required(tx, replayed));
  }

  private Changed replay(Transaction tx, Caller caller, UUID id) {
    require(caller.principal(), Permission.TENANT_WRITE);
    DeadLetter letter = required(tx, id);
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    tx.updateOne(
        "the event was replayed before",
        """
        UPDATE tenancy.dead_letter
        SET replayed_at = $3
        WHERE tenant_id = $1 AND id = $2 AND replayed_at IS NULL
        """,
        tx.tenantId(),
        id,
        now);
    tx.update(
        """
        INSERT INTO tenancy.delivery (tenant_id, event_id, handler, due_at)
        SELECT tenant_id, event_id, handler, $3
        FROM tenancy.dead_letter
        WHERE tenant_id = $1 AND id = $2
        ON CONFLICT (tenant_id, event_id, handler) DO UPDATE
        SET attempts = 0, due_at = excluded.due_at
        """,
        tx.tenantId(),
        id,
        now);
    tx.afterCommit(signals::wakeRelays);
    return new Changed(
        "deadletter", id, null, Map.of("event", letter.eventType(), "handler", letter.handler()));
  }

  private void require(Principal principal, Permission permission) {
    if (principal.kind() != Principal.Kind.OPERATOR) {
      authorizer.require(principal, permission, null);
    }
  }

  private static DeadLetter required(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND l.id = $2", tx.tenantId(), id)
        .map(DeadLetters::letter)
        .orElseThrow(() -> new NotFound("dead letter"));
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        row.getUUID("id"),
        row.getString("type"),
        row.getUUID("subject_id"),
        row.getString("handler"),
        row.getInteger("attempts"),
        row.getString("failure"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("died_at"),
        row.getOffsetDateTime("replayed_at"));
  }
}
