package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections when they are scarce. */
class TransactionsIT {
  private static final int CONNECTIONS = 4;
  private static final long LIMIT_S = 20;
  private static final int LOCK = 42;
  private static final Duration BRIEFLY = Duration.ofMillis(100);
  private static final Duration STATEMENT = Duration.ofSeconds(10);

  private final UUID flooding = Ids.next();
  private final UUID quiet = Ids.next();
  private ScratchPools pools;
  private ExecutorService threads;

  @BeforeEach
  void open() {
    pools = new ScratchPools(CONNECTIONS);
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    pools.close();
  }

  @Test
  void aConnectionThatArrivesAfterItsWaiterGaveUpGoesBackToThePool() throws Exception {
    TenantDatabase database =
        TenantDatabase.within(DatabaseLimits.unshared().within(BRIEFLY, STATEMENT), pools.app);
    List<SqlConnection> taken = takeAll();

    for (int waiter = 0; waiter < CONNECTIONS; waiter++) {
      assertThatThrownBy(() -> database.transact(quiet, tx -> tx.query("SELECT 1")))
          .isInstanceOf(Unavailable.class);
    }
    for (int reader = 0; reader < CONNECTIONS; reader++) {
      // Nobody listens to these: they are served when the connections come back.
      database.readAsync(quiet, "SELECT 1", Tuple.tuple());
    }
    taken.forEach(SqlConnection::close);

    assertThatAllConnectionsAreUsableAtOnce();
  }

  @Test
  void aTenantThatFloodsWithSlowStatementsLeavesTheReadsOfAnotherWorking() throws Exception {
    DatabaseLimits limits =
        DatabaseLimits.shared(CONNECTIONS, 50, Duration.ofSeconds(LIMIT_S), STATEMENT);
    TenantDatabase database = TenantDatabase.within(limits, pools.app);
    try (HeldLock lock = new HeldLock()) {
      List<Future<?>> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        slow.add(
            threads.submit(
                () ->
                    database.transact(
                        flooding, tx -> tx.query("SELECT pg_advisory_xact_lock($1)", LOCK))));
      }
      List<CompletableFuture<RowSet<Row>>> slowReads = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        slowReads.add(
            database
                .readAsync(flooding, "SELECT pg_advisory_xact_lock($1)", Tuple.of(LOCK))
                .toCompletableFuture());
      }
      for (int i = 0; i < 200; i++) {
        assertThat(database.read(quiet, "SELECT 1 AS one").iterator().next().getInteger("one"))
            .isEqualTo(1);
      }

      lock.release();
      for (Future<?> statement : slow) {
        statement.get(LIMIT_S, TimeUnit.SECONDS);
      }
      for (CompletableFuture<?> read : slowReads) {
        read.get(LIMIT_S, TimeUnit.SECONDS);
      }
    }
    assertThatAllConnectionsAreUsableAtOnce();
  }

  @Test
  void theFloodItselfIsToldThatItsShareIsInUse() throws Exception {
    DatabaseLimits limits = DatabaseLimits.shared(CONNECTIONS, 50, BRIEFLY, STATEMENT);
    TenantDatabase database = TenantDatabase.within(limits, pools.app);
    assertThatAllConnectionsAreUsableAtOnce(); // opened, so that nobody waits for that below
    CyclicBarrier inside = new CyclicBarrier(3);
    for (int i = 0; i < 2; i++) {
      threads.submit(
          () ->
              database.transact(
                  flooding,
                  tx -> {
                    meet(inside);
                    meet(inside);
                    return null;
                  }));
    }
    meet(inside);
    assertThatThrownBy(() -> database.read(flooding, "SELECT 1"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("for this tenant within 100 ms");
    assertThat(database.read(quiet, "SELECT 1")).hasSize(1);
    meet(inside);
  }

  /** As many transactions as the pool has connections, each of which waits for the others. */
  private void assertThatAllConnectionsAreUsableAtOnce() throws Exception {
    TenantDatabase database = TenantDatabase.within(DatabaseLimits.unshared(), pools.app);
    CyclicBarrier together = new CyclicBarrier(CONNECTIONS);
    List<Future<Integer>> pids = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      pids.add(
          threads.submit(
              () ->
                  database.transact(
                      quiet,
                      tx -> {
                        int pid =
                            tx.one("SELECT pg_backend_pid() AS pid").orElseThrow().getInteger(0);
                        meet(together);
                        return pid;
                      })));
    }
    List<Integer> seen = new ArrayList<>();
    for (Future<Integer> pid : pids) {
      seen.add(pid.get(LIMIT_S, TimeUnit.SECONDS));
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(CONNECTIONS);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(LIMIT_S, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the others did not come", e);
    }
  }

  private List<SqlConnection> takeAll() {
    List<SqlConnection> taken = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      taken.add(pools.app.getConnection().toCompletionStage().toCompletableFuture().join());
    }
    return taken;
  }

  /** Holds the lock that the slow statements wait for, on a connection beside the pool. */
  private final class HeldLock implements AutoCloseable {
    private final Connection connection;

    HeldLock() throws SQLException {
      connection =
          DriverManager.getConnection(
              pools.database.jdbcUrl(), pools.database.ownerUser(), pools.database.ownerPassword());
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      }
    }

    void release() throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
