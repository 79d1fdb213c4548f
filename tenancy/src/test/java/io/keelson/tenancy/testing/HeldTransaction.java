package io.keelson.tenancy.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * A transaction that has changed rows and keeps all others from changing them, as the role that
 * walks past row-level security. Its end undoes the change.
 */
public final class HeldTransaction implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final Connection connection;

  private HeldTransaction(Connection connection) {
    this.connection = connection;
  }

  public static HeldTransaction of(TestDatabase database, String change) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    connection.setAutoCommit(false);
    HeldTransaction held = new HeldTransaction(connection);
    try (var statement = connection.createStatement()) {
      if (statement.executeUpdate(change) == 0) {
        throw new AssertionError("changes no row: " + change);
      }
      return held;
    } catch (SQLException | AssertionError e) {
      held.close();
      throw e;
    }
  }

  /** Until another transaction waits for what this one has changed. */
  public void awaitWaiter() throws SQLException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!hasWaiter()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("nobody waits within " + PATIENCE);
      }
      Thread.sleep(10);
    }
  }

  private boolean hasWaiter() throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT 1
                FROM pg_locks
                WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                """)) {
      return rows.next();
    }
  }

  /** Once is enough. */
  @Override
  public void close() throws SQLException {
    if (!connection.isClosed()) {
      connection.rollback();
      connection.close();
    }
  }
}
