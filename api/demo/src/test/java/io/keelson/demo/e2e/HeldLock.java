package io.keelson.demo.e2e;

import io.keelson.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A lock of the database's owner, so that whoever comes to it stops in the middle. */
final class HeldLock implements AutoCloseable {
  private final Connection connection;
  private final int pid;

  private HeldLock(Connection connection) throws SQLException {
    this.connection = connection;
    this.pid = number("SELECT pg_backend_pid()");
  }

  /**
   * @param statement that takes it, such as {@code LOCK TABLE … IN SHARE MODE}
   */
  static HeldLock take(TestDatabase database, String statement) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    try {
      connection.setAutoCommit(false);
      HeldLock held = new HeldLock(connection);
      try (Statement sent = connection.createStatement()) {
        sent.execute(statement);
      }
      return held;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Returns once a transaction waits for it.
   *
   * @param writes a table that it has locked for writing, or the row of another, so that it is the
   *     one that is meant
   */
  void awaitWaiting(Duration limit, String writes) throws Exception {
    Waiting.until(
        limit,
        "a transaction that writes " + writes + " waits",
        () ->
            number(
                    """
                    SELECT count(*)::int
                    FROM pg_locks waits
                    JOIN pg_locks has ON has.pid = waits.pid AND has.relation = '%s'::regclass
                      AND has.mode IN ('RowShareLock', 'RowExclusiveLock')
                    WHERE NOT waits.granted AND %d = ANY (pg_blocking_pids(waits.pid))
                    """
                        .formatted(writes, pid))
                > 0);
  }

  private int number(String query) throws SQLException {
    try (Statement sent = connection.createStatement();
        ResultSet rows = sent.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
    }
  }
}
