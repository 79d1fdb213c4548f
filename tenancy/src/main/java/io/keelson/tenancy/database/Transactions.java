package io.keelson.tenancy.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Opens, scopes, commits and closes. */
final class Transactions {
  private static final Logger LOG = Logger.getLogger(Transactions.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_ATTEMPTS = 4;
  private static final Set<String> RETRIED_STATES = Set.of("40001", "40P01");
  static final String SET_TENANT = "SELECT set_config('keelson.tenant', $1, true)";

  private final Pool pool;

  Transactions(Pool pool) {
    this.pool = pool;
  }

  /** Runs the work; a serialization failure or deadlock runs it again, three times at most. */
  <T> T run(UUID tenantId, Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(tenantId, work);
      } catch (PgException e) {
        if (attempt >= MAX_ATTEMPTS || !RETRIED_STATES.contains(e.getSqlState())) {
          throw e;
        }
        LOG.debugf("transaction again after %s, attempt %d", e.getSqlState(), attempt);
      }
    }
  }

  private <T> T once(UUID tenantId, Work<T> work) {
    SqlConnection connection = Awaiting.await(pool.getConnection(), CONNECT_TIMEOUT);
    Transaction tx = new Transaction(connection, tenantId, STATEMENT_TIMEOUT);
    T result;
    try {
      begin(connection, tenantId);
      result = work.run(tx);
      commit(connection);
    } catch (RuntimeException | Error e) {
      rollBack(connection);
      throw e;
    }
    connection.close();
    tx.committed();
    return result;
  }

  private static void begin(SqlConnection connection, UUID tenantId) {
    Future<RowSet<Row>> begin = connection.query("BEGIN").execute();
    Future<RowSet<Row>> scoped =
        tenantId == null
            ? begin
            : connection.preparedQuery(SET_TENANT).execute(Tuple.of(tenantId.toString()));
    Awaiting.await(Future.join(begin, scoped), STATEMENT_TIMEOUT);
  }

  /**
   * A COMMIT of a failed transaction answers ROLLBACK and no error: the transaction's state is
   * asked for in the same round trip.
   */
  private static void commit(SqlConnection connection) {
    Future<RowSet<Row>> alive = connection.query("SELECT 1").execute();
    Future<RowSet<Row>> commit = connection.query("COMMIT").execute();
    Awaiting.await(Future.join(alive, commit), STATEMENT_TIMEOUT);
  }

  /**
   * Queued behind whatever the connection still runs, so that nobody is handed a transaction of
   * somebody else. The server ends a statement that takes longer than its own timeout; a broken
   * connection leaves the pool by itself.
   */
  private static void rollBack(SqlConnection connection) {
    connection.query("ROLLBACK").execute().onComplete(done -> connection.close());
  }

  /** BEGIN, the tenant, the query and COMMIT in one round trip; each answer is checked. */
  Future<RowSet<Row>> readPipelined(UUID tenantId, String sql, Tuple params) {
    return pool.getConnection()
        .compose(
            connection -> {
              Future<RowSet<Row>> begin = connection.query("BEGIN READ ONLY").execute();
              Future<RowSet<Row>> scoped =
                  connection.preparedQuery(SET_TENANT).execute(Tuple.of(tenantId.toString()));
              Future<RowSet<Row>> rows = connection.preparedQuery(sql).execute(params);
              Future<RowSet<Row>> commit = connection.query("COMMIT").execute();
              return Future.join(begin, scoped, rows, commit)
                  .onComplete(
                      all -> {
                        if (all.succeeded()) {
                          connection.close();
                        } else {
                          rollBack(connection);
                        }
                      })
                  .map(all -> rows.result());
            });
  }
}
