package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.arc.ClientProxy;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The bounds are looked for on an open connection: it tells what its pool was made with. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DatabasePoolsIT {
  private static final long LIMIT_S = 20;
  private static final Duration UNUSED = Duration.ofSeconds(60);
  private static final Duration MARGIN = Duration.ofSeconds(10);

  @Inject Pool app;

  @Inject
  @ReactiveDataSource("system")
  Pool system;

  @ConfigProperty(name = "quarkus.datasource.reactive.additional-properties.statement_timeout")
  long statementMs;

  @ConfigProperty(
      name = "quarkus.datasource.system.reactive.additional-properties.statement_timeout")
  long systemStatementMs;

  @Test
  void theApplicationsConnectionsEndWhenTheirServerGoesSilent() throws Exception {
    assertThatConnectionsAreBounded(app, Duration.ofMillis(statementMs));
  }

  @Test
  void thoseThatLookAcrossTenantsDoToo() throws Exception {
    assertThat(systemStatementMs).as("tells the pools apart").isNotEqualTo(statementMs);
    assertThatConnectionsAreBounded(system, Duration.ofMillis(systemStatementMs));
  }

  private static void assertThatConnectionsAreBounded(Pool pool, Duration statement)
      throws Exception {
    Duration answer = statement.plus(MARGIN);
    withChannel(
        pool,
        channel -> {
          IdleStateHandler idle = channel.pipeline().get(IdleStateHandler.class);
          assertThat(idle).as("a bound on silence").isNotNull();
          assertThat(idle.getReaderIdleTimeInMillis()).isEqualTo(UNUSED.plus(answer).toMillis());
          assertThat(channel.config().getConnectTimeoutMillis()).isEqualTo(10_000);
          assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
          assertThat(channel.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
              .isEqualTo((int) answer.toMillis());
        });
    assertThat(ClientProxy.unwrap(pool))
        .as("when the pool closes what nobody uses")
        .extracting("delegate.idleTimeout")
        .isEqualTo(UNUSED.toMillis());
  }

  private static void withChannel(Pool pool, Consumer<Channel> look) throws Exception {
    SqlConnection connection =
        pool.getConnection()
            .toCompletionStage()
            .toCompletableFuture()
            .get(LIMIT_S, TimeUnit.SECONDS);
    try {
      SocketConnectionBase onSocket =
          (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
      look.accept(onSocket.socket().channelHandlerContext().channel());
    } finally {
      connection.close();
    }
  }
}
