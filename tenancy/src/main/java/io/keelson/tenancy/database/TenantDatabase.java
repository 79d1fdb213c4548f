package io.keelson.tenancy.database;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The only way to the rows of a tenant. Every unit of work is one transaction on one connection
 * whose first statement names the tenant; row-level security does the rest.
 *
 * <p>Errors: {@link UniqueViolation} for a taken key, {@link
 * io.keelson.tenancy.failure.Unavailable} when the database does not answer within 30 s, {@code
 * PgException} for a defect of ours. Nothing is persisted when one is thrown.
 */
public final class TenantDatabase {
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private final Transactions transactions;
  private final Mutiny.SessionFactory sessions;

  /**
   * @param sessions null where no entities are mapped, as in most tests
   */
  public TenantDatabase(Pool pool, Mutiny.SessionFactory sessions) {
    this.transactions = new Transactions(pool);
    this.sessions = sessions;
  }

  /** Runs the work in one transaction of the tenant, on the calling virtual thread. */
  public <T> T transact(UUID tenantId, Work<T> work) {
    return transactions.run(required(tenantId), work);
  }

  /** One statement that only reads, in one round trip. */
  public RowSet<Row> read(UUID tenantId, String sql, Object... params) {
    return Awaiting.await(
        transactions.readPipelined(required(tenantId), sql, Tuple.from(params)), READ_TIMEOUT);
  }

  /** {@link #read} without blocking, for the hottest reads. */
  public Uni<RowSet<Row>> readAsync(UUID tenantId, String sql, Tuple params) {
    required(tenantId);
    return Uni.createFrom()
        .completionStage(
            () -> transactions.readPipelined(tenantId, sql, params).toCompletionStage());
  }

  /**
   * One Hibernate Reactive unit of work. The session is opened for this work alone and never
   * shared: sibling resolvers that share one corrupt each other.
   */
  public <T> Uni<T> withSession(UUID tenantId, Function<Mutiny.StatelessSession, Uni<T>> work) {
    required(tenantId);
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
