package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer over HTTP/2 does not wait for ever for a caller who takes nothing of it. */
@Timeout(60)
class UntakenAnswerTest {
  /** More than a stream's first window. */
  private static final Buffer LARGE = Buffer.buffer(new byte[1 << 20]);

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<Boolean> taken = new CompletableFuture<>();

  @AfterEach
  void end() {
    joined(vertx.close());
  }

  private static <T> T joined(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request, Duration limit) {
    Future<Void> end = request.response().end(LARGE);
    end.onComplete(over -> taken.complete(over.succeeded()));
    UntakenAnswer.bound(vertx, request, end, limit);
  }

  /** Of a server that answers within the limit, to a client that reads or does not. */
  private void ask(Duration limit, boolean reads) {
    HttpServer server =
        joined(
            vertx
                .createHttpServer()
                .requestHandler(request -> answer(request, limit))
                .listen(0, "127.0.0.1"));
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    client
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
        .compose(HttpClientRequest::send)
        .onSuccess(
            response -> {
              if (reads) {
                response.resume();
              } else {
                response.pause();
              }
            });
  }

  @Test
  void whatIsNotTakenInTimeIsGivenUp() throws Exception {
    ask(Duration.ofMillis(200), false);
    assertThat(taken.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void whatIsTakenIsNot() throws Exception {
    ask(Duration.ofSeconds(20), true);
    assertThat(taken.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
