package io.keelson.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call whose every part is looked at: h2load sees neither the gRPC status nor what was
 * answered.
 */
final class GrpcCheck {
  private static final int PATIENCE_S = 10;

  private GrpcCheck() {}

  /**
   * @throws IllegalStateException unless the answer is the stand-in's, with gRPC status 0
   */
  static void infer(int port, String apiKey) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      HttpClientOptions options =
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false);
      HttpClient client = vertx.createHttpClient(options);
      RequestOptions request =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setHost("127.0.0.1")
              .setPort(port)
              .setURI(GatewayBench.PATH)
              .putHeader("content-type", "application/grpc")
              .putHeader("te", "trailers")
              .putHeader("authorization", "Bearer " + apiKey);
      client
          .request(request)
          .compose(call -> call.send(Buffer.buffer(InferMessages.request())))
          .compose(
              response ->
                  response
                      .body()
                      .map(
                          body -> {
                            String inTrailer = response.getTrailer("grpc-status");
                            String status =
                                inTrailer == null ? response.getHeader("grpc-status") : inTrailer;
                            check(port, response.statusCode(), status, body.getBytes());
                            return null;
                          }))
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the call on port " + port + " failed: " + e.getMessage(), e);
    } finally {
      vertx.close();
    }
  }

  private static void check(int port, int httpStatus, String grpcStatus, byte[] body) {
    boolean right =
        httpStatus == 200
            && "0".equals(grpcStatus)
            && Arrays.equals(body, InferMessages.response());
    if (!right) {
      throw new IllegalStateException(
          "port %d answered HTTP %d, gRPC status %s, %d bytes (expected: 200, 0, %d bytes)"
              .formatted(
                  port, httpStatus, grpcStatus, body.length, InferMessages.response().length));
    }
  }
}
