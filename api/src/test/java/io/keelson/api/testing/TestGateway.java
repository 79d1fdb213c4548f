package io.keelson.api.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.keelson.serving.dataplane.Authenticator;
import io.keelson.serving.dataplane.DataPlane;
import io.keelson.serving.dataplane.DataPlaneConfig;
import io.keelson.serving.dataplane.ReplicaTarget;
import io.keelson.serving.dataplane.RequestObserver;
import io.keelson.serving.dataplane.Route;
import io.keelson.serving.dataplane.RoutingTable;
import io.keelson.serving.metering.CounterFile;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The real data plane with one endpoint, and in the place of a model a server on a Unix socket that
 * answers each tensor with itself, or with as many bytes as its parameter {@code bytes} says, and
 * any other call with an empty message.
 */
public final class TestGateway implements AutoCloseable {
  private static final int PREFIX_BYTES = 5;
  private final Path folder;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final CounterFile counters;
  private final DataPlane dataPlane;

  /** An endpoint that is served. */
  public record Served(
      UUID tenant, UUID project, UUID endpoint, String name, CaptureSettings capture) {
    public Served(UUID tenant, UUID project, UUID endpoint, String name) {
      this(tenant, project, endpoint, name, null);
    }
  }

  public TestGateway(
      Authenticator authenticator, int port, UUID tenant, UUID project, UUID endpoint, String name)
      throws IOException {
    this(authenticator, port, List.of(new Served(tenant, project, endpoint, name)));
  }

  public TestGateway(Authenticator authenticator, int port, List<Served> endpoints)
      throws IOException {
    this(authenticator, port, CaptureQueue.none(), endpoints);
  }

  public TestGateway(
      Authenticator authenticator,
      int port,
      CaptureQueue<CaptureSettings> captures,
      List<Served> endpoints)
      throws IOException {
    folder = Files.createTempDirectory("keelson-gateway");
    Path socket = folder.resolve("replica.sock");
    vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
        .requestHandler(TestGateway::answer)
        .listen(SocketAddress.domainSocketAddress(socket.toString()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    counters =
        CounterFile.create(folder.resolve("counters"), Ids.next(), System.currentTimeMillis());
    RequestCounters requests = new RequestCounters(counters, InstantSource.system());
    RoutingTable table =
        new RoutingTable(
            endpoints.stream().map(served -> route(served, requests, socket)).toList());
    dataPlane =
        new DataPlane(
            () -> table,
            authenticator,
            RequestObserver.NONE,
            captures,
            CaptureQueue.none(),
            DataPlaneConfig.defaults("127.0.0.1", port).withEventLoops(1));
    dataPlane.start();
  }

  private static Route route(Served served, RequestCounters requests, Path socket) {
    UUID revision = Ids.next();
    RevisionCounter counter =
        requests.of(
            new RevisionCounter.Key(
                served.tenant(), served.project(), served.endpoint(), revision));
    ReplicaTarget replica =
        new ReplicaTarget(
            served.tenant(), Ids.next(), SocketAddress.domainSocketAddress(socket.toString()));
    return new Route(
        served.tenant(),
        served.project(),
        served.endpoint(),
        served.name(),
        List.of(new Route.Revision(revision, 1, 100, counter, List.of(replica))),
        served.capture(),
        null);
  }

  private static void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              byte[] message =
                  request.path().endsWith("/ModelInfer")
                      ? echo(body.getBytes(PREFIX_BYTES, body.length()))
                      : new byte[0];
              request
                  .response()
                  .putHeader("content-type", "application/grpc")
                  .putTrailer("grpc-status", "0");
              request
                  .response()
                  .end(
                      Buffer.buffer()
                          .appendByte((byte) 0)
                          .appendInt(message.length)
                          .appendBytes(message));
            });
  }

  private static byte[] echo(byte[] message) {
    try {
      ModelInferRequest asked = ModelInferRequest.parseFrom(message);
      ModelInferResponse.Builder answer =
          ModelInferResponse.newBuilder().setModelName(asked.getModelName());
      for (int i = 0; i < asked.getInputsCount(); i++) {
        var input = asked.getInputs(i);
        long bytes =
            input.getParametersMap().containsKey("bytes")
                ? input.getParametersMap().get("bytes").getInt64Param()
                : asked.getRawInputContents(i).size();
        answer.addOutputs(
            ModelInferResponse.InferOutputTensor.newBuilder()
                .setName(input.getName())
                .setDatatype(input.getDatatype())
                .addShape(bytes / Float.BYTES));
        answer.addRawOutputContents(
            bytes == asked.getRawInputContents(i).size()
                ? asked.getRawInputContents(i)
                : ByteString.copyFrom(new byte[(int) bytes]));
      }
      return answer.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    dataPlane.close();
    counters.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
