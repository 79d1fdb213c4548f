package io.keelson.api.graphql.permission;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The rows of the inference gateway's gRPC methods: what its REST routes are, over HTTP/2. */
final class GatewayMethods implements AutoCloseable {
  private static final String SERVICE = "/inference.GRPCInferenceService/";
  private static final int ANSWER_SECONDS = 30;

  /** Field 1 of a message, a text. */
  private static final byte NAME = 0x0a;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));
  private final int port;

  GatewayMethods(int port) {
    this.port = port;
  }

  static List<Operation> rows() {
    return Stream.concat(
            Stream.of("ServerLive", "ServerReady", "ServerMetadata")
                .map(method -> Operation.of(SERVICE + method, Rule.everybody(), "")),
            Stream.of(
                row("ModelReady", GatewayRoutes.READ),
                row("ModelMetadata", GatewayRoutes.READ),
                row("ModelConfig", GatewayRoutes.READ),
                row("ModelStatistics", GatewayRoutes.READ),
                row("ModelInfer", GatewayRoutes.INVOKE)))
        .toList();
  }

  private static Operation row(String method, Rule rule) {
    return Operation.of(SERVICE + method, rule, "$endpointName");
  }

  /**
   * @param caller with a null bearer for nobody
   */
  Reply ask(Operation operation, Caller caller, String endpointName) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(operation.field())
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers");
    if (caller.bearer() != null) {
      options.putHeader("authorization", "Bearer " + caller.bearer());
    }
    if (caller.tenantSlug() != null) {
      options.putHeader("x-keelson-tenant", caller.tenantSlug());
    }
    try {
      return http.request(options)
          .compose(
              request -> {
                // Asked for before the request is sent: a quick answer's body would be gone by
                // then.
                Future<Reply> reply =
                    request
                        .response()
                        .compose(
                            response -> response.body().map(body -> reply(response, endpointName)));
                request.end(message(endpointName));
                return reply;
              })
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new IllegalStateException(operation.field(), e);
    }
  }

  private static Buffer message(String model) {
    byte[] name = model.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer()
        .appendByte((byte) 0)
        .appendInt(2 + name.length)
        .appendByte(NAME)
        .appendByte((byte) name.length)
        .appendBytes(name);
  }

  private static Reply reply(HttpClientResponse response, String endpointName) {
    String status = told(response, "grpc-status");
    Outcome outcome =
        switch (status == null ? "" : status) {
          case "16" -> Outcome.UNAUTHENTICATED;
          case "7" -> Outcome.FORBIDDEN;
          case "5" -> Outcome.NOT_FOUND;
          case "", "2", "12", "13" -> Outcome.BROKEN;
          default -> Outcome.LET_THROUGH;
        };
    boolean carriedOut = outcome == Outcome.LET_THROUGH;
    String message = carriedOut ? null : told(response, "grpc-message");
    return new Reply(
        outcome,
        carriedOut ? null : status,
        message == null ? null : message.replace(endpointName, "<id>"),
        carriedOut);
  }

  /** Of an answer that is no more than a refusal the trailers are the headers. */
  private static String told(HttpClientResponse response, String name) {
    String trailer = response.getTrailer(name);
    return trailer == null ? response.getHeader(name) : trailer;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
