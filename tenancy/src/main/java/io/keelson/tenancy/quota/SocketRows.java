package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the database has of this process and its permits for sockets. All times are the database's:
 * no process compares its clock with another's.
 */
final class SocketRows {
  /** Rows of processes that are dead beyond doubt go. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final SystemDatabase system;
  private final UUID holder = Ids.next();

  SocketRows(SystemDatabase system) {
    this.system = system;
  }

  /** Says that this process lives; returns of how many tenants it holds permits. */
  long beat() {
    return system.transact(
        SystemUse.SOCKET_SHARES,
        tx -> {
          tx.update(
              """
              INSERT INTO tenancy.socket_holder (holder, heard_at)
              VALUES ($1, statement_timestamp())
              ON CONFLICT (holder) DO UPDATE SET heard_at = excluded.heard_at
              """,
              holder);
          return tx.one("SELECT count(*) FROM tenancy.socket_share WHERE holder = $1", holder)
              .orElseThrow()
              .getLong(0);
        });
  }

  /** Removes what dead processes left. */
  void forgetDead() {
    system.transact(
        SystemUse.SOCKET_SHARES,
        tx ->
            tx.update(
                """
                WITH dead AS (
                  DELETE FROM tenancy.socket_holder
                  WHERE heard_at < statement_timestamp() - make_interval(secs => $1)
                  RETURNING holder)
                DELETE FROM tenancy.socket_share
                WHERE holder IN (SELECT holder FROM dead)
                """,
                (double) FORGOTTEN.toSeconds()));
  }

  /** Writes how many permits of the transaction's tenant this process holds, and uses of these. */
  void write(Transaction tx, long held, long opened) {
    tx.update(
        """
        INSERT INTO tenancy.socket_share (tenant_id, holder, held, opened)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, holder) DO UPDATE SET held = excluded.held, opened = excluded.opened
        """,
        tx.tenantId(),
        holder,
        held,
        opened);
  }

  /**
   * The same for many tenants at once that use all that is held for them, and without their
   * connections: one that has all of its own in use would hold the others up.
   */
  void write(Map<UUID, Long> heldByTenant) {
    List<UUID> none =
        heldByTenant.keySet().stream().filter(tenant -> heldByTenant.get(tenant) == 0).toList();
    List<UUID> some =
        heldByTenant.keySet().stream().filter(tenant -> heldByTenant.get(tenant) > 0).toList();
    system.transact(
        SystemUse.SOCKET_SHARES,
        tx -> {
          tx.update(
              "DELETE FROM tenancy.socket_share WHERE holder = $1 AND tenant_id = ANY ($2)",
              holder,
              none.toArray(UUID[]::new));
          tx.update(
              """
              INSERT INTO tenancy.socket_share (tenant_id, holder, held, opened)
              SELECT tenant_id, $1, held, held
              FROM unnest($2::uuid[], $3::bigint[]) AS s (tenant_id, held)
              ON CONFLICT (tenant_id, holder) DO UPDATE SET held = excluded.held, opened = excluded.opened
              """,
              holder,
              some.toArray(UUID[]::new),
              some.stream().map(heldByTenant::get).toArray(Long[]::new));
          return null;
        });
  }

  /** This process holds no permits any more. */
  void end() {
    system.transact(
        SystemUse.SOCKET_SHARES,
        tx -> tx.update("DELETE FROM tenancy.socket_share WHERE holder = $1", holder));
  }
}
