package io.keelson.serving.revision;

import com.google.protobuf.InvalidProtocolBufferException;
import io.keelson.serving.protocol.inference.ModelReadyRequest;
import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code inference.GRPCInferenceService/ModelReady} over the replica's Unix socket. */
public final class GrpcReplicaProbe implements ReplicaProbe, AutoCloseable {
  private static final int PREFIX_BYTES = 5;
  private final Vertx vertx;
  private final HttpClient client;
  private final Duration timeout;

  public GrpcReplicaProbe(Duration timeout) {
    this.timeout = timeout;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false))
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout((int) timeout.toMillis()));
  }

  @Override
  public boolean isReady(Path socket, String model) {
    RequestOptions request =
        new RequestOptions()
            .setServer(SocketAddress.domainSocketAddress(socket.toString()))
            .setHost("localhost")
            .setPort(80)
            .setMethod(HttpMethod.POST)
            .setURI("/inference.GRPCInferenceService/ModelReady")
            .setTimeout(timeout.toMillis())
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers");
    byte[] question = ModelReadyRequest.newBuilder().setName(model).build().toByteArray();
    Buffer message =
        Buffer.buffer().appendByte((byte) 0).appendInt(question.length).appendBytes(question);
    Future<Boolean> ready =
        client
            .request(request)
            .compose(sent -> sent.send(message))
            .compose(GrpcReplicaProbe::answer);
    try {
      return ready
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Future<Boolean> answer(HttpClientResponse response) {
    return response
        .body()
        .map(
            body -> {
              if (response.statusCode() != 200 || body.length() < PREFIX_BYTES) {
                return false;
              }
              try {
                return ModelReadyResponse.parseFrom(body.getBytes(PREFIX_BYTES, body.length()))
                    .getReady();
              } catch (InvalidProtocolBufferException e) {
                return false;
              }
            });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
