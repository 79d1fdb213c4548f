package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.protocol.inference.DataType;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelConfig;
import io.keelson.serving.protocol.inference.ModelConfigResponse;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import io.keelson.serving.protocol.inference.ModelInput;
import io.keelson.serving.protocol.inference.ModelMetadataResponse;
import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.keelson.serving.protocol.inference.ModelStatistics;
import io.keelson.serving.protocol.inference.ModelStatisticsResponse;
import io.keelson.serving.testing.TestReplica;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DataPlaneRestIT {
  private static final int PIECE_PAUSE_MS = 30;
  private static final String INFER = "/v2/models/wine/infer";
  private static final String REQUEST =
      "{\"id\":\"7\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[[0.1,2,3]]}]}";
  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;
  private RevisionCounter counter;

  @BeforeEach
  void start() throws IOException {
    doors = new DataPlaneFixture(folder);
    replica = new TestReplica().answering("ModelInfer", DataPlaneRestIT::echo);
    doors.start(
        DataPlaneConfig.defaults("127.0.0.1", 0)
            .withEventLoops(1)
            .withBounds(4 << 20, 64, 64)
            .withHeldBytes(64 << 20, 16 << 20));
    counter = doors.route("wine", replica.target(DataPlaneFixture.TENANT));
  }

  @AfterEach
  void stop() {
    doors.close();
    replica.close();
  }

  private static byte[] echo(byte[] bytes) {
    try {
      ModelInferRequest request = ModelInferRequest.parseFrom(bytes);
      ModelInferResponse.Builder answer =
          ModelInferResponse.newBuilder()
              .setModelName(request.getModelName())
              .setId(request.getId());
      request
          .getInputsList()
          .forEach(
              in ->
                  answer.addOutputs(
                      InferOutputTensor.newBuilder()
                          .setName(in.getName())
                          .setDatatype(in.getDatatype())
                          .addAllShape(in.getShapeList())));
      return answer
          .addAllRawOutputContents(request.getRawInputContentsList())
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    return new JsonObject(response.body());
  }

  private static String error(HttpResponse<String> response, int status) {
    return json(response, status).getString("error");
  }

  @Test
  void aPredictionGoesToTheReplicaAndComesBackAsJson() {
    JsonObject answer = json(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 200);

    assertThat(answer.getString("model_name")).isEqualTo("wine");
    assertThat(answer.getString("id")).isEqualTo("7");
    JsonObject output = answer.getJsonArray("outputs").getJsonObject(0);
    assertThat(output.getJsonArray("shape")).isEqualTo(new JsonArray().add(1).add(3));
    assertThat(output.getJsonArray("data").encode()).isEqualTo("[0.1,2.0,3.0]");
    assertThat(counter.answeredRequests()).isEqualTo(1);
    assertThat(replica.credentialsSeen).hasValue(0);
    assertThat(
            json(
                doors.post(DataPlaneFixture.KEY, "/v2/models/wine/versions/1/infer", REQUEST), 200))
        .isEqualTo(answer);
  }

  @Test
  void largeRequestsAreConvertedToo() {
    JsonArray data = new JsonArray();
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      data.add(random.nextFloat());
    }
    String request =
        new JsonObject()
            .put(
                "inputs",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("name", "x")
                            .put("datatype", "FP32")
                            .put("shape", new JsonArray().add(data.size()))
                            .put("data", data)))
            .encode();

    JsonObject answer = json(doors.post(DataPlaneFixture.KEY, INFER, request), 200);

    assertThat(answer.getJsonArray("outputs").getJsonObject(0).getJsonArray("data").encode())
        .isEqualTo(data.encode());
  }

  @Test
  void theServerSaysThatItLivesToAnybodyInJson() {
    assertThat(json(doors.get(null, "/v2/health/live"), 200).getBoolean("live")).isTrue();
    assertThat(json(doors.get(null, "/v2/health/ready"), 200).getBoolean("ready")).isTrue();
    assertThat(json(doors.get(null, "/v2"), 200).getString("name")).isEqualTo("keelson");
    assertThat(json(doors.get(null, "/v2/"), 200).getJsonArray("extensions"))
        .contains("statistics");
  }

  @Test
  void theModelDescribesItself() {
    replica
        .answering(
            "ModelMetadata",
            request ->
                ModelMetadataResponse.newBuilder()
                    .setName("wine")
                    .addVersions("1")
                    .setPlatform("onnx")
                    .addInputs(
                        ModelMetadataResponse.TensorMetadata.newBuilder()
                            .setName("x")
                            .setDatatype("FP32")
                            .addShape(-1)
                            .addShape(13))
                    .build()
                    .toByteArray())
        .answering(
            "ModelReady",
            request -> ModelReadyResponse.newBuilder().setReady(true).build().toByteArray())
        .answering(
            "ModelConfig",
            request ->
                ModelConfigResponse.newBuilder()
                    .setConfig(
                        ModelConfig.newBuilder()
                            .setName("wine")
                            .setMaxBatchSize(8)
                            .addInput(
                                ModelInput.newBuilder()
                                    .setName("x")
                                    .setDataType(DataType.TYPE_FP32)
                                    .addDims(13)))
                    .build()
                    .toByteArray())
        .answering(
            "ModelStatistics",
            request ->
                ModelStatisticsResponse.newBuilder()
                    .addModelStats(
                        ModelStatistics.newBuilder().setName("wine").setInferenceCount(5))
                    .build()
                    .toByteArray());

    JsonObject metadata = json(doors.get(DataPlaneFixture.KEY, "/v2/models/wine"), 200);
    assertThat(metadata.getJsonArray("inputs").getJsonObject(0).getJsonArray("shape").encode())
        .isEqualTo("[-1,13]");
    assertThat(json(doors.get(DataPlaneFixture.VIEWER_KEY, "/v2/models/wine/versions/1"), 200))
        .isEqualTo(metadata);
    assertThat(
            json(doors.get(DataPlaneFixture.KEY, "/v2/models/wine/ready"), 200).getBoolean("ready"))
        .isTrue();
    JsonObject config = json(doors.get(DataPlaneFixture.KEY, "/v2/models/wine/config"), 200);
    assertThat(config.getJsonArray("input").getJsonObject(0).getString("data_type"))
        .isEqualTo("TYPE_FP32");
    assertThat(config.getInteger("max_batch_size")).isEqualTo(8);
    JsonObject stats = json(doors.get(DataPlaneFixture.KEY, "/v2/models/wine/stats"), 200);
    assertThat(stats.getJsonArray("model_stats").getJsonObject(0).getInteger("inference_count"))
        .isEqualTo(5);
    assertThat(counter.answeredRequests()).isZero();
  }

  @Test
  void aReplicaWhoseFewBytesBecomeManyObjectsIsRefused() {
    byte[] inputs = repeated(2 << 20, 0x22, 0);
    byte[] outputs = repeated(2 << 20, 0x2A, 0);
    byte[] batches = repeated(50_000, 0x3A, 0);
    replica
        .answering("ModelMetadata", request -> inputs)
        .answering(
            "ModelStatistics",
            request ->
                ModelStatisticsResponse.newBuilder()
                    .addModelStats(statistics(batches))
                    .build()
                    .toByteArray())
        .answering("ModelInfer", request -> outputs);

    assertThat(error(doors.get(DataPlaneFixture.KEY, "/v2/models/wine"), 500))
        .contains("more than 262144 bytes");
    assertThat(error(doors.get(DataPlaneFixture.KEY, "/v2/models/wine/stats"), 429))
        .contains("too many large answers");
    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 429))
        .contains("too many large answers");
    byte[] labels =
        ModelInferResponse.newBuilder()
            .addOutputs(
                InferOutputTensor.newBuilder()
                    .setName("y")
                    .setDatatype("INT64")
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addAllInt64Contents(Collections.nCopies(1 << 20, 1L))))
            .build()
            .toByteArray();
    replica.answering("ModelInfer", request -> labels);
    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 429))
        .contains("too many large answers");
    assertThat(doors.plane.heldBytes()).isZero();
  }

  private static ModelStatistics statistics(byte[] bytes) {
    try {
      return ModelStatistics.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] repeated(int count, int... bytes) {
    byte[] message = new byte[count * bytes.length];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) bytes[i % bytes.length];
    }
    return message;
  }

  @Test
  void whoeverFindsNoReplicaIsToldWhenToComeBack() {
    doors.route("wine");

    assertThat(doors.post(DataPlaneFixture.KEY, INFER, REQUEST).headers().firstValue("retry-after"))
        .contains("1");
  }

  @Test
  void aModelWithoutReplicasIsNotReady() {
    doors.route("wine");

    assertThat(
            json(doors.get(DataPlaneFixture.KEY, "/v2/models/wine/ready"), 503).getBoolean("ready"))
        .isFalse();
    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 503)).contains("wine");
  }

  @Test
  void refusalsSayWhy() {
    assertThat(error(doors.post(null, INFER, REQUEST), 401)).contains("API key");
    assertThat(error(doors.post("ksn_unknown", INFER, REQUEST), 401)).contains("API key");
    assertThat(error(doors.post(DataPlaneFixture.VIEWER_KEY, INFER, REQUEST), 403))
        .contains("ENDPOINT_INVOKE");
    String unknown = error(doors.post(DataPlaneFixture.KEY, "/v2/models/beer/infer", REQUEST), 404);
    for (String key :
        new String[] {DataPlaneFixture.OTHER_TENANT_KEY, DataPlaneFixture.OTHER_PROJECT_KEY}) {
      assertThat(error(doors.post(key, INFER, REQUEST), 404))
          .isEqualTo(unknown.replace("beer", "wine"));
    }
    assertThat(
            error(
                doors.post(DataPlaneFixture.KEY, "/v2/models/wine/versions/2/infer", REQUEST), 404))
        .contains("2");
    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, "{\"inputs\":7}"), 400))
        .contains("inputs");
    assertThat(error(doors.get(DataPlaneFixture.KEY, INFER), 405)).contains("POST");
    assertThat(error(doors.get(DataPlaneFixture.KEY, "/v2/models/wine/other"), 404)).isNotBlank();
    assertThat(error(doors.get(DataPlaneFixture.KEY, "/elsewhere"), 404)).isNotBlank();
    assertThat(replica.received).isEmpty();
  }

  @Test
  void numbersThatTakeMoreAsTensorsThanAMessageMayHaveAreRefused() {
    int elements = 600_000;
    String body =
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"INT64\", \"shape\": ["
            + elements
            + "], \"data\": ["
            + "1,".repeat(elements - 1)
            + "1]}]}";

    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, body), 413))
        .contains("tensors", "4194304 bytes");
    assertThat(replica.received).isEmpty();
  }

  @Test
  void aBodyOverTheBoundIsRefused() {
    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, " ".repeat(5 << 20)), 413))
        .contains("4194304");
    assertThat(json(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 200)).isNotNull();
  }

  @Test
  void aBodyArrivesWholeWhereverItIsCut() throws IOException, InterruptedException {
    byte[] body = REQUEST.getBytes(StandardCharsets.US_ASCII);
    byte[] head =
        "POST %s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
            .formatted(INFER, DataPlaneFixture.KEY, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    int[] cuts = {1, head.length - 1, head.length, head.length + 1, request.length - 1};
    for (int cut : cuts) {
      try (Socket caller = new Socket("127.0.0.1", doors.plane.port())) {
        caller.setSoTimeout(20_000);
        caller.setTcpNoDelay(true);
        for (int nth = 0; nth < 2; nth++) {
          int from = 0;
          for (int to : new int[] {cut, (cut + request.length) / 2, request.length}) {
            caller.getOutputStream().write(request, from, to - from);
            Thread.sleep(PIECE_PAUSE_MS); // or the server reads several pieces as one
            from = to;
          }
          assertThat(answer(caller)).as("cut at %d", cut).contains("200 OK", "[0.1,2.0,3.0]");
        }
      }
    }
  }

  /** With what of its body has come. */
  private static String answer(Socket caller) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] piece = new byte[8 << 10];
    while (!text.toString().endsWith("}")) {
      int length = caller.getInputStream().read(piece);
      if (length < 0) {
        return text.toString();
      }
      text.append(new String(piece, 0, length, StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  @Test
  void bodiesThatComeInAtATimeHaveABoundTogether() throws IOException {
    byte[] most = new byte[(4 << 20) - 1];
    List<Socket> uploads = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        Socket upload = new Socket("127.0.0.1", doors.plane.port());
        uploads.add(upload);
        upload.setSoTimeout(20_000);
        String head =
            "POST %s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
                .formatted(INFER, DataPlaneFixture.KEY, 4 << 20);
        upload.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        upload.getOutputStream().write(most);
      }
      Socket refused = firstAnswered(uploads);
      String answer =
          new String(refused.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(answer).isEqualTo("HTTP/1.1 429");
    } finally {
      for (Socket upload : uploads) {
        upload.close();
      }
    }
    HttpResponse<String> after = doors.post(DataPlaneFixture.KEY, INFER, REQUEST);
    for (int tries = 0; tries < 200 && after.statusCode() == 429; tries++) {
      after = doors.post(DataPlaneFixture.KEY, INFER, REQUEST);
    }
    assertThat(json(after, 200)).isNotNull();
  }

  private static Socket firstAnswered(List<Socket> sockets) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      for (Socket socket : sockets) {
        if (socket.getInputStream().available() > 0) {
          return socket;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nobody was answered within 20 s");
  }

  @Test
  void whatTheReplicaSaysOfAnErrorReachesTheCaller() {
    replica.handling(
        "ModelInfer",
        (request, out) ->
            out.onError(
                io.grpc.Status.INVALID_ARGUMENT.withDescription("größer als 4 %").asException()));

    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 400))
        .isEqualTo("größer als 4 %");
    assertThat(counter.errors()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsNoMessageIsADefectAndNoCrash() {
    replica.answering("ModelInfer", request -> new byte[] {1, 2, 3});

    assertThat(error(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 500)).isNotBlank();
    replica.answering("ModelInfer", DataPlaneRestIT::echo);
    assertThat(json(doors.post(DataPlaneFixture.KEY, INFER, REQUEST), 200)).isNotNull();
  }

  @Test
  void callersWhoDoNotReadHoldTheirTenantsShareAndNoMore() throws Exception {
    byte[] tensor = new byte[3 << 20];
    new Random(3).nextBytes(tensor);
    byte[] large =
        ModelInferResponse.newBuilder()
            .setModelName("wine")
            .addOutputs(
                InferOutputTensor.newBuilder()
                    .setName("y")
                    .setDatatype("FP32")
                    .addShape(tensor.length / 4))
            .addRawOutputContents(com.google.protobuf.ByteString.copyFrom(tensor))
            .build()
            .toByteArray();
    replica.answering("ModelInfer", request -> large);
    long before = heapInUse();
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket caller = new Socket();
        silent.add(caller);
        caller.setReceiveBufferSize(8 << 10);
        caller.connect(new java.net.InetSocketAddress("127.0.0.1", doors.plane.port()));
        String request =
            "POST %s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(INFER, DataPlaneFixture.KEY, REQUEST.length(), REQUEST);
        caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      }
      for (Socket caller : silent) {
        caller.setSoTimeout(20_000);
        assertThat(caller.getInputStream().read()).as("each is answered").isEqualTo('H');
      }
      assertThat(heapInUse() - before).isLessThan(48L << 20);
      replica.answering("ModelInfer", DataPlaneRestIT::echo);
      assertThat(doors.post(DataPlaneFixture.OTHER_TENANT_KEY, INFER, REQUEST).statusCode())
          .as("others are served")
          .isEqualTo(404);
    } finally {
      for (Socket caller : silent) {
        caller.close();
      }
    }
    HttpResponse<String> after = doors.post(DataPlaneFixture.KEY, INFER, REQUEST);
    for (int tries = 0; tries < 200 && after.statusCode() == 429; tries++) {
      after = doors.post(DataPlaneFixture.KEY, INFER, REQUEST);
    }
    assertThat(json(after, 200)).isNotNull();
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aReaderWhoTakesItsTimeGetsTheWholeAnswer() throws Exception {
    byte[] tensor = new byte[2 << 20];
    replica.answering(
        "ModelInfer",
        request ->
            ModelInferResponse.newBuilder()
                .setModelName("wine")
                .addOutputs(
                    InferOutputTensor.newBuilder()
                        .setName("y")
                        .setDatatype("UINT8")
                        .addShape(tensor.length))
                .addRawOutputContents(com.google.protobuf.ByteString.copyFrom(tensor))
                .build()
                .toByteArray());
    HttpResponse<String> answer = doors.post(DataPlaneFixture.KEY, INFER, REQUEST);

    assertThat(json(answer, 200).getJsonArray("outputs").getJsonObject(0).getJsonArray("data"))
        .hasSize(tensor.length);
    for (int tries = 0; tries < 10_000 && doors.plane.heldBytes() > 0; tries++) {
      Thread.onSpinWait();
    }
    assertThat(doors.plane.heldBytes()).isZero();
  }
}
