package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.message.CloseCode;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/** How a socket is brought to its end: with a reason first, and without a word when it is late. */
final class SocketEnd {
  /** A close frame that has not been taken by then is not waited for. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ServerWebSocket socket;
  private final Context context;
  private final Runnable cut;

  /**
   * @param cut ends the connection at once
   */
  SocketEnd(ServerWebSocket socket, Context context, Runnable cut) {
    this.socket = socket;
    this.context = context;
    this.cut = cut;
  }

  void close(CloseCode code, String reason) {
    socket.close(code.code(), reason);
    context.owner().setTimer(GRACE.toMillis(), late -> cut.run());
  }

  void cut() {
    cut.run();
  }
}
