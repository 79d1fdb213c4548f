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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Opens, scopes, commits and closes. */
final class Transactions {
  private static final Logger LOG = Logger.getLogger(Transactions.class);

  private static final int MAX_ATTEMPTS = 4;
  private static final Set<String> RETRIED_STATES = Set.of("40001", "40P01");
  static final String SET_TENANT = "SELECT set_config('keelson.tenant', $1, true)";

  /** Bound while {@link #runAlone} runs its work. */
  private static final ScopedValue<Boolean> ALONE = ScopedValue.newInstance();

  private final Pool pool;
  private final DatabaseLimits limits;
  private final ConnectionShares shares;
  private final Duration answerTimeout;

  /** A connection and the permit to hold it, which go back together. */
  private record Held(SqlConnection connection, ConnectionShares.Permit permit) {
    void giveBack() {
      connection.close();
      permit.release();
    }

    /**
     * Queued behind whatever the connection still runs, so that nobody is handed a transaction of
     * somebody else. The server ends a statement that takes longer than its own timeout. A
     * connection that does not answer is closed: the pool forgets it by itself, and would hand it
     * to the next caller if it were given back.
     */
    void rollBack(Duration limit) {
      connection
          .query("ROLLBACK")
          .execute()
          .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
          .onSuccess(done -> giveBack())
          .onFailure(
              silent -> {
                Sockets.close(connection);
                permit.release();
              });
    }
  }

  Transactions(Pool pool, DatabaseLimits limits) {
    this.pool = pool;
    this.limits = limits;
    this.shares = new ConnectionShares(limits);
    this.answerTimeout = limits.answerTimeout();
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

  /**
   * {@link #run} for work that must ask the database through its own transaction alone. Another one
   * would not see what the work has written, would take a second connection of the tenant's share
   * while the first is held, and so could wait for itself. Where assertions are enabled, as in
   * tests, it is an {@link AssertionError}.
   */
  <T> T runAlone(UUID tenantId, Work<T> work) {
    return run(tenantId, tx -> ScopedValue.where(ALONE, true).call(() -> work.run(tx)));
  }

  private <T> T once(UUID tenantId, Work<T> work) {
    Held held = Awaiting.awaitOr(connection(tenantId), limits.waitLimit(), Held::giveBack);
    Transaction tx = new Transaction(held.connection(), tenantId, answerTimeout);
    T result;
    try {
      begin(held.connection(), tenantId);
      result = work.run(tx);
      commit(held.connection());
    } catch (RuntimeException | Error e) {
      held.rollBack(limits.answerGrace());
      throw e;
    }
    held.giveBack();
    tx.committed();
    return result;
  }

  private Future<Held> connection(UUID tenantId) {
    return turn(tenantId)
        .compose(
            permit ->
                pool.getConnection()
                    .map(connection -> new Held(connection, permit))
                    .onFailure(failure -> permit.release()));
  }

  /**
   * Runs work that takes its connection from the pool itself, when it is the tenant's turn. The
   * turn ends with the work, however long ago its caller stopped listening: until then the
   * connection is in use.
   */
  <T> T inTurn(UUID tenantId, Supplier<Future<T>> work) {
    // The turn answers within the wait limit by itself, and says for what it was waited.
    Duration patience = limits.waitLimit().plus(limits.answerGrace());
    ConnectionShares.Permit permit =
        Awaiting.awaitOr(turn(tenantId), patience, ConnectionShares.Permit::release);
    Future<T> running =
        Future.succeededFuture().compose(begun -> work.get()).onComplete(ended -> permit.release());
    return Awaiting.await(running, readTimeout());
  }

  /** The tenant's turn at the pool; what looks across tenants waits for none. */
  private Future<ConnectionShares.Permit> turn(UUID tenantId) {
    assert tenantId == null || !ALONE.isBound()
        : "a second transaction within a change of a tenant";
    return tenantId == null
        ? Future.succeededFuture(ConnectionShares.UNSHARED)
        : Future.fromCompletionStage(shares.ask(tenantId));
  }

  private void begin(SqlConnection connection, UUID tenantId) {
    Future<RowSet<Row>> begin = connection.query("BEGIN").execute();
    Future<RowSet<Row>> scoped =
        tenantId == null
            ? begin
            : connection.preparedQuery(SET_TENANT).execute(Tuple.of(tenantId.toString()));
    Awaiting.await(Future.join(begin, scoped), answerTimeout);
  }

  /**
   * A COMMIT of a failed transaction answers ROLLBACK and no error: the transaction's state is
   * asked for in the same round trip.
   */
  private void commit(SqlConnection connection) {
    Future<RowSet<Row>> alive = connection.query("SELECT 1").execute();
    Future<RowSet<Row>> commit = connection.query("COMMIT").execute();
    Awaiting.await(Future.join(alive, commit), answerTimeout);
  }

  /** BEGIN, the tenant, the query and COMMIT in one round trip; each answer is checked. */
  Future<RowSet<Row>> readPipelined(UUID tenantId, String sql, Tuple params) {
    return connection(tenantId)
        .compose(
            held -> {
              SqlConnection connection = held.connection();
              Future<RowSet<Row>> begin = connection.query("BEGIN READ ONLY").execute();
              Future<RowSet<Row>> scoped =
                  connection.preparedQuery(SET_TENANT).execute(Tuple.of(tenantId.toString()));
              Future<RowSet<Row>> rows = connection.preparedQuery(sql).execute(params);
              Future<RowSet<Row>> commit = connection.query("COMMIT").execute();
              return Future.join(begin, scoped, rows, commit)
                  .timeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                  .onComplete(
                      all -> {
                        if (all.succeeded()) {
                          held.giveBack();
                        } else {
                          held.rollBack(limits.answerGrace());
                        }
                      })
                  .map(all -> rows.result());
            });
  }

  /** The most that a caller waits for {@link #readPipelined}, or for work in its turn. */
  Duration readTimeout() {
    return limits.waitLimit().plus(answerTimeout);
  }
}
