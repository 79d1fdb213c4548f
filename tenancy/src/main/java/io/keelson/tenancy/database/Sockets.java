package io.keelson.tenancy.database;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends connections to a host that went silent. Without it a pool is full of them for ever: neither
 * a sign-in nor a statement has a limit of its own, and TCP sees nothing wrong with a server that
 * is stopped, or behind a firewall that has forgotten the connection.
 */
public final class Sockets {
  private static final Logger LOG = Logger.getLogger(Sockets.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /** A connection that nobody uses for so long is closed by the pool. */
  private static final Duration UNUSED_LIMIT = Duration.ofSeconds(60);

  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final int MAX_SENT_TOGETHER = 256;

  private Sockets() {}

  /**
   * Bounds what a pool's connections wait for. A connection is closed when nothing comes in for
   * longer than one that waits in the pool and then runs a statement may be quiet, so that no
   * statement within its timeout is cut off. Nor is one by the kernel: a backend that runs a
   * statement reads nothing, and what is pipelined behind it stays unacknowledged when the
   * backend's receive buffer is full. A transaction that somebody holds without a word for as long
   * as a connection may lie unused is ended by the server, whichever that is: it would hold its
   * locks.
   */
  public static void bound(PgConnectOptions connections, PoolOptions pool, Duration statement) {
    bound(connections, pool, statement, UNUSED_LIMIT, MARGIN);
  }

  static void bound(
      PgConnectOptions connections,
      PoolOptions pool,
      Duration statement,
      Duration unused,
      Duration margin) {
    Duration answer = statement.plus(margin.multipliedBy(2));
    Duration silent = unused.plus(answer);
    pool.setIdleTimeout((int) unused.toMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    connections.addProperty(
        "idle_in_transaction_session_timeout", Long.toString(unused.toMillis()));
    connections
        .setReadIdleTimeout((int) silent.toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setTcpKeepAlive(true)
        .setTcpUserTimeout((int) answer.toMillis())
        .setConnectTimeout((int) CONNECT_LIMIT.toMillis());
  }

  /**
   * At once, without a word to the server: whatever runs on the connection fails, and its pool
   * forgets it. The client's own close waits for answers that may never come; it is still better
   * than a pool that is short of a connection for good.
   */
  static void close(SqlConnection connection) {
    Optional<SocketConnectionBase> onSocket = onSocket(connection);
    if (onSocket.isPresent()) {
      onSocket.get().socket().close();
    } else {
      LOG.errorf(
          "the socket of a %s cannot be closed (expected: a connection on a socket of the client)",
          connection.getClass().getName());
      connection.close();
    }
  }

  /**
   * Has a new connection of a pool send together what one turn of the event loop writes. The client
   * sends each statement by itself, and of a read of four that are pipelined these sends were a
   * seventh of what the whole request cost here; the server is woken four times as well.
   */
  public static void sendTogether(SqlConnection connection) {
    onSocket(connection)
        .ifPresent(
            onSocket ->
                onSocket
                    .socket()
                    .channelHandlerContext()
                    .pipeline()
                    .addFirst(new FlushConsolidationHandler(MAX_SENT_TOGETHER, true)));
  }

  static Optional<SocketConnectionBase> onSocket(SqlConnection connection) {
    return connection instanceof SqlConnectionInternal pooled
            && pooled.unwrap().unwrap() instanceof SocketConnectionBase onSocket
        ? Optional.of(onSocket)
        : Optional.empty();
  }
}
