package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a pipelined read goes to the server. */
class SentTogetherIT {
  private final UUID tenant = Ids.next();
  private ScratchPools pools;
  private TenantDatabase database;

  @BeforeEach
  void open() {
    pools = new ScratchPools(1);
    database = TenantDatabase.within(DatabaseLimits.unshared(), pools.app);
  }

  @AfterEach
  void close() {
    pools.close();
  }

  @Test
  void theFourStatementsOfAReadAreSentOnce() throws Exception {
    read().toCompletableFuture().join(); // prepares the statements, each in a round trip of its own
    AtomicInteger sent = new AtomicInteger();
    Context there = pools.contextOn(countSends(sent));
    CompletableFuture<RowSet<Row>> answer = new CompletableFuture<>();

    // As requests do that are served where their connection is.
    there.runOnContext(here -> read().whenComplete((rows, failure) -> answer.complete(rows)));
    RowSet<Row> rows = answer.join();

    assertThat(rows.iterator().next().getString(0)).isEqualTo(tenant.toString());
    assertThat(sent).hasValue(1);
  }

  private CompletionStage<RowSet<Row>> read() {
    return database.readAsync(tenant, "SELECT current_setting('keelson.tenant')", Tuple.tuple());
  }

  /** Of the pool's one connection, right in front of its socket. */
  private EventLoop countSends(AtomicInteger sends) {
    SqlConnection connection =
        pools.app.getConnection().toCompletionStage().toCompletableFuture().join();
    ChannelPipeline pipeline =
        Sockets.onSocket(connection).orElseThrow().socket().channelHandlerContext().pipeline();
    pipeline.addFirst(
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void flush(ChannelHandlerContext context) {
            sends.incrementAndGet();
            context.flush();
          }
        });
    connection.close().toCompletionStage().toCompletableFuture().join();
    return pipeline.channel().eventLoop();
  }
}
