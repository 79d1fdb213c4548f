package io.keelson.api.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A caller whose request has no end, over HTTP/2. */
public final class Http2Flood implements AutoCloseable {
  private static final int PATIENCE_S = 10;
  private static final int CHUNK_BYTES = 1_024;
  private static final int CHUNK_EVERY_MS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final int chunkBytes;
  private final Map<String, String> headers;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final CompletableFuture<StreamResetException> reset = new CompletableFuture<>();

  public Http2Flood(int port, String path) {
    this(port, path, CHUNK_BYTES, Map.of("Content-Type", "application/x-www-form-urlencoded"));
  }

  public Http2Flood(int port, String path, int chunkBytes, Map<String, String> headers) {
    this.chunkBytes = chunkBytes;
    this.headers = headers;
    vertx
        .createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false))
        .request(HttpMethod.POST, port, "127.0.0.1", path)
        .onSuccess(this::send)
        .onFailure(status::completeExceptionally);
  }

  private void send(HttpClientRequest request) {
    request.response().onSuccess(this::answered).onFailure(status::completeExceptionally);
    request.exceptionHandler(this::ended);
    headers.forEach(request::putHeader);
    request.setChunked(true).write(Buffer.buffer("logout_token="));
    vertx.setPeriodic(
        CHUNK_EVERY_MS,
        next -> {
          if (!reset.isDone()) {
            request.write(Buffer.buffer(new byte[chunkBytes]));
          }
        });
  }

  private void answered(HttpClientResponse response) {
    response.exceptionHandler(this::ended);
    status.complete(response.statusCode());
  }

  private void ended(Throwable cause) {
    if (cause instanceof StreamResetException byServer) {
      reset.complete(byServer);
    }
  }

  public int status() {
    return status.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** How the server ends the stream, while the request goes on. */
  public StreamResetException reset() {
    return reset.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
