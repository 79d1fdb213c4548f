package io.keelson.tenancy.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.UUID;

/** Reads a tenant's rows: on its own, as {@link TenantDatabase#read} does, or within a change. */
@FunctionalInterface
public interface Reader {
  RowSet<Row> read(UUID tenantId, String sql, Object... params);

  /**
   * Reads through a transaction that is open, and sees what it has written.
   *
   * @throws IllegalArgumentException when asked for the rows of another tenant
   */
  static Reader within(Transaction tx) {
    return (tenantId, sql, params) -> {
      if (!tx.tenantId().equals(tenantId)) {
        throw new IllegalArgumentException("tenantId: another one than the transaction's");
      }
      return tx.query(sql, params);
    };
  }
}
