package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UnavailableAnswerTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsUnavailableIsToldSoAndOtherFailuresGoOn() {
    assertThat(statusAfter(new Unavailable("the database is away", null))).isEqualTo(503);
    assertThat(statusAfter(new IllegalStateException("a defect"))).isEqualTo(418);
  }

  private int statusAfter(RuntimeException failure) {
    Router router = Router.router(vertx);
    router.route("/x").order(-200).handler(context -> context.fail(failure));
    router.route().last().failureHandler(last -> last.response().setStatusCode(418).end());
    new UnavailableAnswer().register(router);
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .map(HttpServer::actualPort)
        .compose(port -> vertx.createHttpClient().request(HttpMethod.GET, port, "127.0.0.1", "/x"))
        .compose(request -> request.send())
        .map(HttpClientResponse::statusCode)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
