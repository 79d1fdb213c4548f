package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The end of a socket whose reader takes frames when the test says so. */
final class UnreadSocket {
  private final Queue<Promise<Void>> untaken = new ArrayDeque<>();
  private final List<WebSocketFrame> frames = new ArrayList<>();
  private Handler<Void> drained;
  private boolean isClosed;

  ServerWebSocket socket() {
    return (ServerWebSocket)
        Proxy.newProxyInstance(
            UnreadSocket.class.getClassLoader(),
            new Class<?>[] {ServerWebSocket.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "setWriteQueueMaxSize" -> proxy;
                  case "drainHandler" -> drains(proxy, arguments[0]);
                  case "isClosed" -> isClosed;
                  case "writeQueueFull" -> !untaken.isEmpty();
                  case "writeFrame" -> written((WebSocketFrame) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked") // by the interface
  private Object drains(Object proxy, Object handler) {
    drained = (Handler<Void>) handler;
    return proxy;
  }

  private Future<Void> written(WebSocketFrame frame) {
    frames.add(frame);
    Promise<Void> taken = Promise.promise();
    untaken.add(taken);
    return taken.future();
  }

  /** Takes all that was written, and what is written then. */
  void readAll() {
    while (!untaken.isEmpty()) {
      while (!untaken.isEmpty()) {
        untaken.remove().complete();
      }
      drained.handle(null);
    }
  }

  void close() {
    isClosed = true;
    while (!untaken.isEmpty()) {
      untaken.remove().fail("closed");
    }
  }

  /** Whole messages. */
  List<String> messages() {
    List<String> messages = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    for (WebSocketFrame frame : frames) {
      message.append(frame.binaryData().toString(UTF_8));
      if (frame.isFinal()) {
        messages.add(message.toString());
        message.setLength(0);
      }
    }
    return messages;
  }
}
