package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferInputTensor;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import io.keelson.serving.testing.TestReplica;
import io.keelson.serving.watch.capture.CaptureCount;
import io.keelson.serving.watch.capture.CaptureLoop;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.CaptureSink;
import io.keelson.serving.watch.capture.PredictionSink;
import io.keelson.tenancy.failure.NotFound;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of requests, and that nobody waits for it. */
@Timeout(60)
final class CapturedRequestsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID COLLECTOR = UUID.randomUUID();
  private static final long MAX_BYTES = 2 << 20;

  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;
  private final CaptureQueue<CaptureSettings> queue =
      new CaptureQueue<>(MAX_BYTES, MAX_BYTES, InstantSource.system());
  private final Map<String, JsonNode> kept = new HashMap<>();
  private final Queue<CaptureCount> counted = new ConcurrentLinkedQueue<>();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private CaptureLoop loop;

  @BeforeEach
  void start() throws IOException {
    doors = new DataPlaneFixture(folder);
    doors.start(DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(2), queue);
    replica = new TestReplica().answering("ModelInfer", CapturedRequestsIT::doubled);
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    doors.close();
    replica.close();
    if (loop != null) {
      loop.close();
    }
  }

  /** An output "y" with twice the numbers of the input "x", and the first input as it came. */
  private static byte[] doubled(byte[] request) {
    try {
      ModelInferRequest asked = ModelInferRequest.parseFrom(request);
      ByteBuffer in =
          asked.getRawInputContents(0).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer out = ByteBuffer.allocate(in.remaining()).order(ByteOrder.LITTLE_ENDIAN);
      while (in.remaining() >= Float.BYTES) {
        out.putFloat(2 * in.getFloat());
      }
      return ModelInferResponse.newBuilder()
          .setModelName(asked.getModelName())
          .addOutputs(
              InferOutputTensor.newBuilder()
                  .setName("y")
                  .setDatatype("FP32")
                  .addAllShape(asked.getInputs(0).getShapeList()))
          .addRawOutputContents(ByteString.copyFrom(out.array()))
          .build()
          .toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] infer(String id, int numbers) {
    ByteBuffer x = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < numbers; i++) {
      x.putFloat(i + 0.5f);
    }
    return ModelInferRequest.newBuilder()
        .setModelName("wine")
        .setId(id)
        .addInputs(InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(numbers))
        .addRawInputContents(ByteString.copyFrom(x.array()))
        .build()
        .toByteArray();
  }

  private void keepIn(CaptureSink sink) {
    loop =
        new CaptureLoop(
            queue, sink, PredictionSink.NONE, (tenant, counts) -> counted.addAll(counts.values()));
    loop.start();
  }

  private int keep(UUID tenant, UUID endpoint, UUID collector, List<CaptureSink.Row> rows) {
    assertThat(tenant).isEqualTo(DataPlaneFixture.TENANT);
    assertThat(collector).isEqualTo(COLLECTOR);
    int fresh = 0;
    synchronized (kept) {
      for (CaptureSink.Row row : rows) {
        try {
          JsonNode json = JSON.readTree(row.bytes(), row.from(), row.to() - row.from());
          fresh += kept.putIfAbsent(row.inferenceId(), json) == null ? 1 : 0;
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return fresh;
  }

  private JsonNode kept(String id) {
    synchronized (kept) {
      return kept.get(id);
    }
  }

  private void route(double share, String... redact) {
    doors.route(
        "wine",
        new CaptureSettings(COLLECTOR, share, Set.of(redact)),
        replica.target(DataPlaneFixture.TENANT));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private long sum(java.util.function.ToLongFunction<CaptureCount> of) {
    return counted.stream().mapToLong(of).sum();
  }

  @Test
  void aRequestIsKeptAlikeOverRestAndGrpcByTheIdOfItsCaller() {
    route(1);
    keepIn(this::keep);

    HttpResponse<String> rest =
        doors.post(
            DataPlaneFixture.KEY,
            "/v2/models/wine/infer",
            "{\"id\":\"of-rest\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[3],\"data\":[0.5,1.5,2.5]}]}");
    doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("of-grpc", 3));

    assertThat(rest.statusCode()).isEqualTo(200);
    assertThat(rest.headers().firstValue("keelson-inference-id")).contains("of-rest");
    await(() -> kept("of-rest") != null && kept("of-grpc") != null);
    for (String id : List.of("of-rest", "of-grpc")) {
      JsonNode row = kept(id);
      assertThat(row.path("id").asText()).isEqualTo(id);
      assertThat(row.path("revision").asInt()).isEqualTo(1);
      assertThat(row.path("time").asText()).isNotEmpty();
      assertThat(row.path("latency_ms").asDouble()).isPositive();
      assertThat(row.at("/inputs/x").toString())
          .isEqualTo("{\"datatype\":\"FP32\",\"shape\":[3],\"data\":[0.5,1.5,2.5]}");
      assertThat(row.at("/outputs/y/data").toString()).isEqualTo("[1.0,3.0,5.0]");
    }
    await(() -> sum(CaptureCount::kept) == 2);
    await(() -> queue.heldBytes() == 0);
  }

  @Test
  void whoeverNamesNoIdIsToldTheOneThatWasMade() {
    route(1);
    keepIn(this::keep);

    String id =
        doors
            .post(
                DataPlaneFixture.KEY,
                "/v2/models/wine/infer",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}")
            .headers()
            .firstValue("keelson-inference-id")
            .orElseThrow();

    await(() -> kept(id) != null);
  }

  @Test
  void anIdThatIsNoHeaderBreaksNoAnswer() {
    route(1);
    keepIn(this::keep);

    for (String id : List.of("a\\r\\nset-cookie: x", "k\u00e4se", " ends ")) {
      HttpResponse<String> answer =
          doors.post(
              DataPlaneFixture.KEY,
              "/v2/models/wine/infer",
              "{\"id\":\"%s\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}"
                  .formatted(id));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("keelson-inference-id")).isEmpty();
    }

    await(() -> kept("k\u00e4se") != null && kept(" ends ") != null);
    await(() -> sum(CaptureCount::unreadable) == 1);
  }

  @Test
  void whatIsRedactedIsKeptWithoutItsValues() {
    route(1, "x");
    keepIn(this::keep);

    doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("secret", 3));

    await(() -> kept("secret") != null);
    assertThat(kept("secret").at("/inputs/x").toString())
        .isEqualTo("{\"datatype\":\"FP32\",\"shape\":[3],\"redacted\":true}");
    assertThat(kept("secret").at("/outputs/y/data").size()).isEqualTo(3);
  }

  @Test
  void aShareIsKeptByTheHashOfTheIdAndNothingOfTheOthersIsHeld() {
    route(0.25);
    keepIn(this::keep);
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);

    for (int i = 0; i < 2; i++) {
      for (int id = 0; id < 200; id++) {
        DataPlaneFixture.call(channel, TestReplica.within(20), "ModelInfer", infer("i" + id, 1));
      }
    }

    await(() -> queue.heldBytes() == 0);
    await(() -> sum(CaptureCount::kept) > 0 && queue.waiting() == 0);
    synchronized (kept) {
      assertThat(kept.size()).isBetween(25, 75);
    }
  }

  @Test
  void ofALargeTensorTheShapeAndADigestAreKeptAndOfALargeMessageItsSize() {
    route(1);
    keepIn(this::keep);

    doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("large", 10_000));
    doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("huge", 100_000));

    await(() -> kept("large") != null && kept("huge") != null);
    JsonNode x = kept("large").at("/inputs/x");
    assertThat(x.path("shape").toString()).isEqualTo("[10000]");
    assertThat(x.path("size_bytes").asInt()).isEqualTo(40_000);
    assertThat(x.path("sha256").asText()).hasSize(64);
    assertThat(x.has("data")).isFalse();
    assertThat(kept("huge").has("inputs")).isFalse();
    assertThat(kept("huge").path("request_bytes").asInt()).isGreaterThan(400_000);
    assertThat(kept("huge").path("answer_bytes").asInt()).isGreaterThan(400_000);
    await(() -> sum(CaptureCount::shortened) == 2);
  }

  @Test
  void aRequestThatFailsIsNotKept() {
    route(1);
    replica.refusing(io.grpc.Status.INTERNAL);
    keepIn(this::keep);

    assertThat(
            doors
                .post(
                    DataPlaneFixture.KEY,
                    "/v2/models/wine/infer",
                    "{\"id\":\"bad\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}")
                .statusCode())
        .isEqualTo(500);

    await(() -> queue.heldBytes() == 0);
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void whileNothingCanBeKeptAllRequestsAreAnsweredAndWhatFindsNoRoomIsCounted() throws Exception {
    route(1);
    CountDownLatch back = new CountDownLatch(1);
    keepIn(
        (tenant, endpoint, collector, rows) -> {
          try {
            back.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return keep(tenant, endpoint, collector, rows);
        });
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    List<Future<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] request = infer("i" + i, 4_000);
      calls.add(
          callers.submit(
              () -> DataPlaneFixture.call(channel, TestReplica.within(20), "ModelInfer", request)));
    }

    for (Future<byte[]> call : calls) {
      assertThat(call.get()).hasSizeGreaterThan(16_000);
    }
    assertThat(queue.heldBytes()).isBetween(1L, MAX_BYTES);
    int waiting = queue.waiting();
    assertThat(waiting).isBetween(10, 70);

    back.countDown();
    await(() -> queue.heldBytes() == 0);
    await(() -> sum(CaptureCount::kept) == waiting);
    await(() -> sum(CaptureCount::noRoom) == 400 - waiting);
  }

  @Test
  void whatFailsForATimeIsKeptLaterAndWhatIsRefusedIsCounted() {
    route(1);
    int[] attempts = {0};
    keepIn(
        (tenant, endpoint, collector, rows) -> {
          if (attempts[0]++ == 0) {
            throw new IllegalStateException("the database is away");
          }
          if (rows.getFirst().inferenceId().equals("refused")) {
            throw new NotFound("collector");
          }
          return keep(tenant, endpoint, collector, rows);
        });

    doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("later", 1));
    await(() -> kept("later") != null);
    doors.call(DataPlaneFixture.KEY, "ModelInfer", infer("refused", 1));

    await(() -> sum(CaptureCount::refused) == 1);
    assertThat(sum(CaptureCount::kept)).isEqualTo(1);
    assertThat(queue.heldBytes()).isZero();
  }
}
