package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketsTest {
  private static final Duration STATEMENT = Duration.ofSeconds(30);

  @Test
  void noLimitOfAConnectionCutsOffAStatementWithinItsTimeout() {
    PgConnectOptions connections = new PgConnectOptions();
    Sockets.bound(connections, new PoolOptions(), STATEMENT);

    assertThat(Duration.ofMillis(connections.getTcpUserTimeout())).isGreaterThan(STATEMENT);
    assertThat(Duration.ofMillis(connections.getReadIdleTimeout())).isGreaterThan(STATEMENT);
  }

  @Test
  void aConnectionOfAnUnknownMakeGoesBackToItsPool() {
    List<String> called = new ArrayList<>();
    SqlConnection unknown =
        (SqlConnection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SqlConnection.class},
                (proxy, method, arguments) -> {
                  called.add(method.getName());
                  return Future.succeededFuture();
                });

    Sockets.close(unknown);

    assertThat(called).containsExactly("close");
  }
}
