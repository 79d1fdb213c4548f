package io.keelson.bench.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/**
 * Stands in for a replica in a process of its own: gRPC on cleartext HTTP/2, on a TCP port and a
 * Unix socket, with the same answer to every call and as little work as can be.
 */
public final class EchoBackend {
  private static final long MAX_STREAMS = 10_000;

  private EchoBackend() {}

  /** {@code EchoBackend PORT SOCKET} */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    Buffer answer = Buffer.buffer(InferMessages.response());
    Future.all(
            server(vertx, answer).listen(SocketAddress.inetSocketAddress(port, "127.0.0.1")),
            server(vertx, answer).listen(SocketAddress.domainSocketAddress(arguments[1])))
        .onFailure(
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }

  private static HttpServer server(Vertx vertx, Buffer answer) {
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(true);
    options.getInitialSettings().setMaxConcurrentStreams(MAX_STREAMS);
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> request.endHandler(end -> answer(request, answer)));
  }

  private static void answer(HttpServerRequest request, Buffer answer) {
    request.response().putHeader("content-type", "application/grpc").putTrailer("grpc-status", "0");
    request.response().end(answer);
  }
}
