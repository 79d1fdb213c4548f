package io.keelson.tenancy.database;

import io.keelson.tenancy.failure.Conflict;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One open transaction, blocking the virtual thread it is used on. Not for use by several threads,
 * nor after the work that received it has returned.
 */
public final class Transaction {
  private final SqlConnection connection;
  private final UUID tenantId;
  private final Duration statementTimeout;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Transaction(SqlConnection connection, UUID tenantId, Duration statementTimeout) {
    this.connection = connection;
    this.tenantId = tenantId;
    this.statementTimeout = statementTimeout;
  }

  /** The tenant whose rows this transaction sees; fails in a system transaction. */
  public UUID tenantId() {
    if (tenantId == null) {
      throw new IllegalStateException("a system transaction has no tenant");
    }
    return tenantId;
  }

  public RowSet<Row> query(String sql, Object... params) {
    return Awaiting.await(
        connection.preparedQuery(sql).execute(Tuple.from(params)), statementTimeout);
  }

  public <T> List<T> list(Function<Row, T> mapper, String sql, Object... params) {
    List<T> out = new ArrayList<>();
    query(sql, params).forEach(row -> out.add(mapper.apply(row)));
    return out;
  }

  /** The first row, if there is one. */
  public Optional<Row> one(String sql, Object... params) {
    var rows = query(sql, params).iterator();
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }

  /** The number of rows changed. */
  public int update(String sql, Object... params) {
    return query(sql, params).rowCount();
  }

  /**
   * Runs one statement that must change exactly one row, or fails with CONFLICT and the message.
   */
  public void updateOne(String orElse, String sql, Object... params) {
    if (update(sql, params) != 1) {
      throw new Conflict(orElse);
    }
  }

  /**
   * The same statement for many rows, pipelined; at most 10,000 rows. Returns the rows changed by
   * all.
   */
  public int batch(String sql, List<Tuple> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    if (rows.size() > 10_000) {
      throw new IllegalArgumentException("batch of " + rows.size() + " rows (expected: <= 10000)");
    }
    int changed = 0;
    for (RowSet<Row> r =
            Awaiting.await(connection.preparedQuery(sql).executeBatch(rows), statementTimeout);
        r != null;
        r = r.next()) {
      changed += r.rowCount();
    }
    return changed;
  }

  /** Runs after the commit succeeded, on the same thread; must not fail. Wake-ups, not truth. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
