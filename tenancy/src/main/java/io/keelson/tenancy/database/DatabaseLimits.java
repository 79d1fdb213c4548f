package io.keelson.tenancy.database;

import java.time.Duration;

/**
 * The bounds of one process's connections to PostgreSQL as one role.
 *
 * @param connections as many as the pool has
 * @param tenantConnections the most that one tenant may hold at one time
 * @param spareConnections of {@code connections}, those left to tenants that hold none
 * @param waitLimit how long a caller waits for its turn and its connection
 * @param statementTimeout after which the server ends a statement
 */
public record DatabaseLimits(
    int connections,
    int tenantConnections,
    int spareConnections,
    Duration waitLimit,
    Duration statementTimeout) {
  private static final int MAX_SHARE_PERCENT = 100;
  private static final int SPARE_DIVISOR = 4;

  /** What the server's own timeout is given to be told before a caller stops listening. */
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(5);

  public DatabaseLimits {
    if (connections < 1) {
      throw new IllegalArgumentException("connections: %d (expected: >= 1)".formatted(connections));
    }
    if (tenantConnections < 1 || tenantConnections > connections) {
      throw new IllegalArgumentException(
          "tenantConnections: %d (expected: 1 to %d)".formatted(tenantConnections, connections));
    }
    if (spareConnections < 0 || spareConnections >= connections) {
      throw new IllegalArgumentException(
          "spareConnections: %d (expected: 0 to %d)".formatted(spareConnections, connections - 1));
    }
  }

  /** No shares: each caller goes straight to the pool, as where there is one tenant. */
  public static DatabaseLimits unshared() {
    return new DatabaseLimits(
        Integer.MAX_VALUE, Integer.MAX_VALUE, 0, Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  /** How long a caller listens for the answer to a statement. */
  Duration answerTimeout() {
    return statementTimeout.plus(answerGrace());
  }

  /** How much longer than the server's own timeout that is; also what a roll back may take. */
  Duration answerGrace() {
    return statementTimeout.compareTo(LONGEST_GRACE) < 0 ? statementTimeout : LONGEST_GRACE;
  }

  /** The same with these times. */
  public DatabaseLimits within(Duration wait, Duration statement) {
    return new DatabaseLimits(connections, tenantConnections, spareConnections, wait, statement);
  }

  /**
   * @param tenantSharePercent of the connections that one tenant may hold, 1 to 100
   */
  public static DatabaseLimits shared(
      int connections, int tenantSharePercent, Duration waitLimit, Duration statementTimeout) {
    if (tenantSharePercent < 1 || tenantSharePercent > MAX_SHARE_PERCENT) {
      throw new IllegalArgumentException(
          "tenantSharePercent: %d (expected: 1 to 100)".formatted(tenantSharePercent));
    }
    int ofOne = Math.max(1, (int) ((long) connections * tenantSharePercent / MAX_SHARE_PERCENT));
    int spare = connections / SPARE_DIVISOR;
    return new DatabaseLimits(connections, ofOne, spare, waitLimit, statementTimeout);
  }
}
