package io.keelson.tenancy.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The only way to the rows of a tenant. Every unit of work is one transaction on one connection
 * whose first statement names the tenant; row-level security does the rest.
 *
 * <p>Errors: {@link UniqueViolation} for a taken key, {@link
 * io.keelson.tenancy.failure.Unavailable} when the database does not answer in time or the tenant
 * has its share of the connections in use, {@code PgException} for a defect of ours. Nothing is
 * persisted when one is thrown.
 */
public final class TenantDatabase {
  private final Transactions transactions;
  private final Mutiny.SessionFactory sessions;
  private final Vertx vertx;

  /** Without entities: only SQL. */
  public TenantDatabase(Pool pool) {
    this(pool, (Mutiny.SessionFactory) null);
  }

  public TenantDatabase(Pool pool, Mutiny.SessionFactory sessions) {
    this(pool, sessions, null, DatabaseLimits.unshared());
  }

  /** Only SQL, within these limits. */
  public static TenantDatabase within(DatabaseLimits limits, Pool pool) {
    return new TenantDatabase(pool, null, null, limits);
  }

  /**
   * @param sessions null where no entities are mapped, as in most tests
   * @param vertx whose event loops sessions live on
   */
  public TenantDatabase(
      Pool pool, Mutiny.SessionFactory sessions, Vertx vertx, DatabaseLimits limits) {
    this.transactions = new Transactions(pool, limits);
    this.sessions = sessions;
    this.vertx = vertx;
  }

  /** Runs the work in one transaction of the tenant, on the calling virtual thread. */
  public <T> T transact(UUID tenantId, Work<T> work) {
    return transactions.run(required(tenantId), work);
  }

  /**
   * {@link #transact} for work that asks the database through its own transaction alone: with
   * assertions enabled, another one of a tenant within it is an {@link AssertionError}.
   */
  public <T> T transactAlone(UUID tenantId, Work<T> work) {
    return transactions.runAlone(required(tenantId), work);
  }

  /** One statement that only reads, in one round trip. */
  public RowSet<Row> read(UUID tenantId, String sql, Object... params) {
    return Awaiting.await(
        transactions.readPipelined(required(tenantId), sql, Tuple.from(params)),
        transactions.readTimeout());
  }

  /** {@link #read} without blocking, for the hottest reads. */
  public CompletionStage<RowSet<Row>> readAsync(UUID tenantId, String sql, Tuple params) {
    return transactions
        .readPipelined(required(tenantId), sql, params)
        .recover(failure -> Future.failedFuture(Awaiting.translated(failure)))
        .toCompletionStage();
  }

  /**
   * One Hibernate Reactive unit of work, in a transaction of the tenant, on the calling virtual
   * thread. The session is opened for this work alone, on a context of its own, and never shared:
   * sibling resolvers that share one corrupt each other. A caller who has heard nothing in time is
   * told so; the connection stays part of the tenant's share until the work on it has ended.
   */
  public <T> T withSession(UUID tenantId, Function<Mutiny.StatelessSession, Uni<T>> work) {
    required(tenantId);
    return transactions.inTurn(tenantId, () -> onOwnContext(tenantId, work));
  }

  private <T> Future<T> onOwnContext(
      UUID tenantId, Function<Mutiny.StatelessSession, Uni<T>> work) {
    Promise<T> outcome = Promise.promise();
    Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(own, true);
    own.runOnContext(
        nothing ->
            Uni.createFrom()
                .deferred(() -> inSession(tenantId, work))
                .subscribe()
                .with(outcome::complete, failure -> outcome.fail(ofTheDatabase(failure))));
    return outcome.future();
  }

  /** What the client said, out of what Hibernate has wrapped it in. */
  private static Throwable ofTheDatabase(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VertxException || cause instanceof IOException) {
        return cause;
      }
    }
    return failure;
  }

  private <T> Uni<T> inSession(UUID tenantId, Function<Mutiny.StatelessSession, Uni<T>> work) {
    return sessions.withStatelessTransaction(
        (session, tx) ->
            session
                .createNativeQuery(
                    "SELECT set_config('keelson.tenant', :tenant, true)", String.class)
                .setParameter("tenant", tenantId.toString())
                .getSingleResult()
                .chain(scoped -> work.apply(session)));
  }

  private static UUID required(UUID tenantId) {
    if (tenantId == null) {
      throw new IllegalArgumentException(
          "tenantId: null (expected: the tenant whose rows are meant)");
    }
    return tenantId;
  }
}
