package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferInputTensor;
import io.keelson.serving.protocol.inference.ModelReadyRequest;
import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.keelson.serving.protocol.inference.ServerLiveResponse;
import io.keelson.serving.protocol.inference.ServerMetadataResponse;
import io.keelson.serving.protocol.inference.ServerReadyResponse;
import io.keelson.serving.testing.TestReplica;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DataPlaneGrpcIT {
  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void start() throws IOException {
    doors = new DataPlaneFixture(folder);
    replica = new TestReplica();
  }

  @AfterEach
  void stop() {
    doors.close();
    replica.close();
    callers.shutdownNow();
  }

  private static DataPlaneConfig config() {
    return DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(2);
  }

  static byte[] infer(String model, int payloadBytes) {
    byte[] payload = new byte[payloadBytes];
    new Random(payloadBytes).nextBytes(payload);
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .setId("id-1")
        .addInputs(
            InferInputTensor.newBuilder().setName("x").setDatatype("UINT8").addShape(payloadBytes))
        .addRawInputContents(ByteString.copyFrom(payload))
        .build()
        .toByteArray();
  }

  private static Status.Code codeOf(Throwable failure) {
    return ((StatusRuntimeException) failure).getStatus().getCode();
  }

  @Test
  void theBytesOfRequestAndAnswerPassUnchanged() {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);

    for (int size : new int[] {0, 1, 200, 16_384, 65_536, 1_000_000, 9_000_000}) {
      byte[] request = infer("wine", size);
      assertThat(DataPlaneFixture.call(channel, TestReplica.within(20), "ModelInfer", request))
          .isEqualTo(request);
      assertThat(replica.received.poll()).isEqualTo(request);
    }
    assertThat(counter.answeredRequests()).isEqualTo(7);
    assertThat(counter.errors()).isZero();
    assertThat(replica.credentialsSeen).hasValue(0);
  }

  @Test
  void manyCallersShareAFewConnections() throws Exception {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    List<ManagedChannel> channels =
        List.of(doors.channel(DataPlaneFixture.KEY), doors.channel(DataPlaneFixture.SLOW_KEY));
    List<java.util.concurrent.Future<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] request = infer("wine", i);
      ManagedChannel channel = channels.get(i % 2);
      calls.add(
          callers.submit(
              () ->
                  java.util.Arrays.equals(
                      request,
                      DataPlaneFixture.call(
                          channel, TestReplica.within(30), "ModelInfer", request))));
    }

    for (var call : calls) {
      assertThat(call.get()).isTrue();
    }
    assertThat(counter.answeredRequests()).isEqualTo(300);
    assertThat(doors.plane.inFlight()).isZero();
  }

  @Test
  void onlyACredentialThatCountsOpensTheDoor() {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    byte[] request = infer("wine", 10);

    assertThatThrownBy(() -> doors.call(null, "ModelInfer", request))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.UNAUTHENTICATED));
    assertThatThrownBy(() -> doors.call("ksn_unknown", "ModelInfer", request))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.UNAUTHENTICATED));
    assertThatThrownBy(() -> doors.call(DataPlaneFixture.VIEWER_KEY, "ModelInfer", request))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.PERMISSION_DENIED));
    assertThat(doors.call(DataPlaneFixture.SLOW_KEY, "ModelInfer", request)).isEqualTo(request);
    assertThat(counter.answeredRequests()).isEqualTo(1);
  }

  @Test
  void anotherTenantsEndpointLooksLikeNone() {
    doors.start(config());
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    String missing = "";
    for (String key :
        new String[] {DataPlaneFixture.OTHER_TENANT_KEY, DataPlaneFixture.OTHER_PROJECT_KEY}) {
      for (String method : new String[] {"ModelInfer", "ModelMetadata", "ModelReady"}) {
        StatusRuntimeException refused =
            org.junit.jupiter.api.Assertions.assertThrows(
                StatusRuntimeException.class, () -> doors.call(key, method, infer("wine", 1)));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        missing = refused.getStatus().getDescription();
      }
    }
    StatusRuntimeException unknown =
        org.junit.jupiter.api.Assertions.assertThrows(
            StatusRuntimeException.class,
            () -> doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("beer", 1)));
    assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(unknown.getStatus().getDescription()).isEqualTo(missing.replace("wine", "beer"));
    assertThat(replica.received).isEmpty();
  }

  @Test
  void aVersionIsARevisionsNumber() {
    doors.start(config());
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    byte[] first =
        ModelInferRequest.newBuilder()
            .setModelName("wine")
            .setModelVersion("1")
            .build()
            .toByteArray();
    byte[] second =
        ModelInferRequest.newBuilder()
            .setModelName("wine")
            .setModelVersion("2")
            .build()
            .toByteArray();

    assertThat(doors.call(DataPlaneFixture.KEY, "ModelInfer", first)).isEqualTo(first);
    assertThatThrownBy(() -> doors.call(DataPlaneFixture.KEY, "ModelInfer", second))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void aMessageOverTheBoundIsRefusedBeforeItIsSent() {
    doors.start(config().withBounds(100_000, 64, 64));
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);

    assertThatThrownBy(
            () -> doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("wine", 2_000_000)))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    byte[] fits = infer("wine", 90_000);
    assertThat(doors.call(DataPlaneFixture.KEY, "ModelInfer", fits)).isEqualTo(fits);
    assertThat(counter.answeredRequests()).isEqualTo(1);
  }

  @Test
  void garbageAndCompressionAreRefused() {
    doors.start(config());
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);

    assertThatThrownBy(
            () -> doors.call(DataPlaneFixture.KEY, "ModelInfer", new byte[] {0x0a, 0x7f, 1, 2}))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.INVALID_ARGUMENT));
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    assertThatThrownBy(
            () ->
                DataPlaneFixture.call(
                    channel,
                    TestReplica.within(20).withCompression("gzip"),
                    "ModelInfer",
                    infer("wine", 5_000)))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.UNIMPLEMENTED));
    assertThat(replica.received).isEmpty();
  }

  @Test
  void theGatewayItselfSaysWhetherItLives() throws Exception {
    doors.start(config());

    assertThat(ServerLiveResponse.parseFrom(doors.call(null, "ServerLive", new byte[0])).getLive())
        .isTrue();
    assertThat(
            ServerReadyResponse.parseFrom(doors.call(null, "ServerReady", new byte[0])).getReady())
        .isTrue();
    assertThat(
            ServerMetadataResponse.parseFrom(doors.call(null, "ServerMetadata", new byte[0]))
                .getName())
        .isEqualTo("keelson");
    assertThatThrownBy(() -> doors.call(DataPlaneFixture.KEY, "RepositoryIndex", new byte[0]))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  @Test
  void anEndpointWithoutReplicasIsNotReady() throws Exception {
    doors.start(config());
    doors.route("wine");
    byte[] question = ModelReadyRequest.newBuilder().setName("wine").build().toByteArray();

    assertThat(
            ModelReadyResponse.parseFrom(doors.call(DataPlaneFixture.KEY, "ModelReady", question))
                .getReady())
        .isFalse();
    assertThatThrownBy(() -> doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("wine", 1)))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void whatTheReplicaSaysOfAnErrorReachesTheCaller() {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.handling(
        "ModelInfer",
        (request, out) ->
            out.onError(Status.INVALID_ARGUMENT.withDescription("größer als 4 %").asException()));

    assertThatThrownBy(() -> doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("wine", 1)))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("größer als 4 %");
    assertThat(counter.answeredRequests()).isZero();
    assertThat(counter.errors()).isEqualTo(1);
  }

  @Test
  void whatTheReplicaSaysOfAnErrorIsCutToWhatAClientsHeadersTake() {
    doors.start(config());
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    for (String said : new String[] {"shape " + "1, ".repeat(3_500), "größer ".repeat(400)}) {
      replica.handling(
          "ModelInfer",
          (request, out) ->
              out.onError(Status.INVALID_ARGUMENT.withDescription(said).asException()));

      assertThatThrownBy(() -> doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("wine", 1)))
          .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.INVALID_ARGUMENT))
          .hasMessageContaining(said.substring(0, 512))
          .hasMessageEndingWith("…");
      HttpResponse<String> overRest = inferOverRest(1);
      assertThat(overRest.statusCode()).isEqualTo(400);
      assertThat(overRest.body()).contains(said.substring(0, 512) + "…\"");
    }
  }

  @Test
  void anAnswerBeforeTheRequestHasComeEndsIt() throws Exception {
    doors.start(config().withEventLoops(1));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    byte[] large = infer("wine", 4_000_000);

    replica.refusing(Status.RESOURCE_EXHAUSTED.withDescription("no room"));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () -> DataPlaneFixture.call(channel, TestReplica.within(10), "ModelInfer", large))
          .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
          .hasMessageContaining("no room");
    }
    replica.refusing(null);

    assertThat(DataPlaneFixture.call(channel, TestReplica.within(10), "ModelInfer", large))
        .isEqualTo(large);
    assertThat(doors.plane.heldBytes()).isZero();
  }

  @Test
  void largeRequestsThatAreRefusedDoNotEndTheConnectionThatTheyCameOn() {
    doors.start(config().withEventLoops(1));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    byte[] large = infer("beer", 4_000_000);

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> inferOn(channel, large))
          .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.NOT_FOUND));
    }
    assertThat(inferOn(channel)).isNotEmpty();
  }

  @Test
  void largeRequestsAtAReplicaHaveRoomForOneOfTheLargestAndNeverHinderSmallOnes() throws Exception {
    doors.start(config().withBounds(4 << 20, 64, 64));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    Queue<Runnable> held = holding();
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    byte[] large = infer("wine", 4_000_000);
    CompletableFuture<byte[]> first =
        CompletableFuture.supplyAsync(() -> inferOn(channel, large), callers);
    until(() -> held.size() == 1);

    assertThatThrownBy(() -> inferOn(channel, infer("wine", 1_000_000)))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining("too many large requests");
    HttpResponse<String> overRest = inferOverRest(1_000_000);
    assertThat(overRest.statusCode()).isEqualTo(429);
    assertThat(overRest.headers().firstValue("retry-after")).contains("1");
    List<CompletableFuture<byte[]>> small = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      small.add(
          CompletableFuture.supplyAsync(() -> inferOn(channel, infer("wine", 60_000)), callers));
    }
    until(() -> held.size() == 51);

    held.forEach(Runnable::run);
    held.clear();
    assertThat(first.get()).isEqualTo(large);
    for (CompletableFuture<byte[]> one : small) {
      assertThat(one.get()).isNotEmpty();
    }
    CompletableFuture<byte[]> next =
        CompletableFuture.supplyAsync(() -> inferOn(channel, large), callers);
    until(() -> held.size() == 1);
    held.remove().run();
    assertThat(next.get()).isEqualTo(large);
  }

  private HttpResponse<String> inferOverRest(int elements) {
    String numbers = "1,".repeat(elements - 1) + "1";
    return doors.post(
        DataPlaneFixture.KEY,
        "/v2/models/wine/infer",
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"UINT8\", \"shape\": ["
            + elements
            + "], \"data\": ["
            + numbers
            + "]}]}");
  }

  private Queue<Runnable> holding() {
    Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    replica.handling(
        "ModelInfer",
        (request, out) ->
            held.add(
                () -> {
                  out.onNext(request);
                  out.onCompleted();
                }));
    return held;
  }

  private static byte[] inferOn(ManagedChannel channel, byte[] request) {
    return DataPlaneFixture.call(channel, TestReplica.within(30), "ModelInfer", request);
  }

  @Test
  void aReplicaThatEndsIsToldOnceAndNotForEachRequestThere() throws Exception {
    doors.start(config().withEventLoops(1));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    Queue<Runnable> held = holding();
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    List<CompletableFuture<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(CompletableFuture.supplyAsync(() -> inferOn(channel), callers));
    }
    until(() -> held.size() == 50);

    try (WarningLines lines = new WarningLines()) {
      replica.die();
      for (CompletableFuture<byte[]> call : calls) {
        assertThatThrownBy(call::get)
            .satisfies(e -> assertThat(codeOf(e.getCause())).isEqualTo(Status.Code.UNAVAILABLE));
      }
      until(() -> doors.plane.inFlight() == 0);

      assertThat(lines.said()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void requestsBeyondTheReplicasPlacesWaitAndThoseBeyondTheQueueAreRefused() throws Exception {
    doors.start(config().withBounds(1 << 20, 2, 3));
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    Queue<Runnable> held = holding();
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    List<CompletableFuture<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(CompletableFuture.supplyAsync(() -> inferOn(channel), callers));
    }
    until(() -> held.size() == 2 && doors.plane.inFlight() == 5);

    assertThatThrownBy(() -> inferOn(channel))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    assertThat(held).hasSize(2);
    for (int released = 0; released < 5; released++) {
      until(() -> !held.isEmpty());
      held.poll().run();
    }
    for (CompletableFuture<byte[]> call : calls) {
      assertThat(call.get()).isNotEmpty();
    }
    assertThat(counter.answeredRequests()).isEqualTo(5);
    assertThat(counter.errors()).isEqualTo(1);
  }

  private static byte[] inferOn(ManagedChannel channel) {
    return inferOn(channel, infer("wine", 10));
  }

  private static void until(BooleanSupplier reached) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the state was not reached within 20 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void aReplicaThatRefusesConnectionsIsPassedOver() throws IOException {
    doors.start(config());
    try (TestReplica dead = new TestReplica()) {
      dead.die();
      RevisionCounter counter =
          doors.route(
              "wine",
              dead.target(DataPlaneFixture.TENANT),
              replica.target(DataPlaneFixture.TENANT));
      replica.answering("ModelInfer", request -> request);
      ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);

      for (int i = 0; i < 50; i++) {
        assertThat(inferOn(channel)).isNotEmpty();
      }
      assertThat(counter.answeredRequests()).isEqualTo(50);
      assertThat(counter.errors()).isZero();
    }
  }

  @Test
  void aReplicaThatDiesWithARequestMakesItUnavailableAndIsNotAskedTwice() throws Exception {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    CountDownLatch arrived = new CountDownLatch(1);
    replica.handling("ModelInfer", (request, out) -> arrived.countDown());
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    CompletableFuture<byte[]> call = CompletableFuture.supplyAsync(() -> inferOn(channel), callers);
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

    replica.die();

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .satisfies(e -> assertThat(codeOf(e.getCause())).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(replica.received).hasSize(1);
    assertThat(counter.answeredRequests()).isZero();
    assertThat(counter.errors()).isEqualTo(1);
    assertThat(doors.plane.inFlight()).isZero();
  }

  @Test
  void theGatewayEndsWhatTakesTooLongAndTellsTheReplica() {
    doors.start(
        config().withTimes(Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofSeconds(5)));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.handling("ModelInfer", (request, out) -> {});
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);

    assertThatThrownBy(
            () ->
                DataPlaneFixture.call(channel, CallOptions.DEFAULT, "ModelInfer", infer("wine", 1)))
        .satisfies(e -> assertThat(codeOf(e)).isEqualTo(Status.Code.DEADLINE_EXCEEDED))
        .hasMessageContaining("deadline has passed");
    until(() -> replica.cancelled.get() == 1);
    assertThat(doors.plane.inFlight()).isZero();
  }

  @Test
  void aCallerThatGoesAwayCancelsAtTheReplica() {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.handling("ModelInfer", (request, out) -> {});
    ClientCall<byte[], byte[]> call =
        doors
            .channel(DataPlaneFixture.KEY)
            .newCall(TestReplica.method("ModelInfer"), CallOptions.DEFAULT);
    ClientCalls.asyncUnaryCall(call, infer("wine", 1), new Ignoring());
    until(() -> replica.received.size() == 1);

    call.cancel("no longer wanted", null);

    until(() -> replica.cancelled.get() == 1 && doors.plane.inFlight() == 0);
    assertThat(counter.answeredRequests()).isZero();
  }

  @Test
  void closingFinishesWhatIsInFlight() throws Exception {
    doors.start(config());
    RevisionCounter counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    Queue<StreamObserver<byte[]>> held = new ConcurrentLinkedQueue<>();
    replica.handling("ModelInfer", (request, out) -> held.add(out));
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    CompletableFuture<byte[]> call = CompletableFuture.supplyAsync(() -> inferOn(channel), callers);
    until(() -> held.size() == 1);

    CompletableFuture<Void> closed = CompletableFuture.runAsync(doors.plane::close, callers);
    until(() -> refusesNewRequests());
    assertThat(closed).isNotDone();
    StreamObserver<byte[]> answer = held.poll();
    answer.onNext(new byte[] {7});
    answer.onCompleted();

    assertThat(call.get()).containsExactly(7);
    closed.get(10, TimeUnit.SECONDS);
    assertThat(counter.answeredRequests()).isEqualTo(1);
  }

  private boolean refusesNewRequests() {
    ManagedChannel late = doors.channel(DataPlaneFixture.KEY);
    try {
      DataPlaneFixture.call(late, TestReplica.within(5), "ServerLive", new byte[0]);
      return false;
    } catch (StatusRuntimeException e) {
      return true;
    } finally {
      late.shutdownNow();
    }
  }

  @Test
  void theTraceOfTheCallerGoesOnToTheReplica() {
    doors.start(config());
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
    replica.answering("ModelInfer", request -> request);
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), traceparent);

    ClientCalls.blockingUnaryCall(
        io.grpc.ClientInterceptors.intercept(
            doors.channel(DataPlaneFixture.KEY),
            MetadataUtils.newAttachHeadersInterceptor(headers)),
        TestReplica.method("ModelInfer"),
        TestReplica.within(20),
        infer("wine", 1));

    assertThat(replica.traceparents).containsExactly(traceparent);
  }

  private static final class Ignoring implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] value) {}

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }
}
