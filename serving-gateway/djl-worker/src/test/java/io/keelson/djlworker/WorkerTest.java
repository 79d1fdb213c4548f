package io.keelson.djlworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.keelson.djlworker.protocol.GRPCInferenceServiceGrpc;
import io.keelson.djlworker.protocol.InferTensorContents;
import io.keelson.djlworker.protocol.ModelConfigRequest;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferRequest.InferRequestedOutputTensor;
import io.keelson.djlworker.protocol.ModelInferResponse;
import io.keelson.djlworker.protocol.ModelMetadataRequest;
import io.keelson.djlworker.protocol.ModelMetadataResponse;
import io.keelson.djlworker.protocol.ModelReadyRequest;
import io.keelson.djlworker.protocol.ModelStatistics;
import io.keelson.djlworker.protocol.ModelStatisticsRequest;
import io.keelson.djlworker.protocol.ServerLiveRequest;
import io.keelson.djlworker.protocol.ServerReadyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer's wine model, served by a real process over a real Unix socket and a port. */
class WorkerTest {
  private static final float ROUNDING = 1e-5f;
  @TempDir static Path folder;
  private static WorkerProcess worker;
  private static ManagedChannel socket;
  private static ManagedChannel port;

  @BeforeAll
  static void start() throws Exception {
    worker = WorkerProcess.start(folder, Wine.folder(), "wine").awaitReady();
    socket = worker.overSocket();
    port = worker.overPort();
  }

  @AfterAll
  static void stop() throws Exception {
    worker.close();
  }

  @Test
  void saysThatItLivesAndIsReadyOverBothDoors() throws Exception {
    for (ManagedChannel channel : List.of(socket, port)) {
      var stub = WorkerProcess.stub(channel);
      assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
      assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
      assertThat(stub.modelReady(ModelReadyRequest.newBuilder().setName("wine").build()).getReady())
          .isTrue();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(worker.socket)))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void describesTheModelByItsSignature() {
    ModelMetadataResponse metadata =
        WorkerProcess.stub(socket)
            .modelMetadata(ModelMetadataRequest.newBuilder().setName("wine").build());

    assertThat(metadata.getInputs(0).getName()).isEqualTo("features");
    assertThat(metadata.getInputs(0).getShapeList()).containsExactly(-1L, 13L);
    assertThat(metadata.getOutputsList())
        .extracting("name")
        .containsExactly("probabilities", "label");

    var config =
        WorkerProcess.stub(socket)
            .modelConfig(ModelConfigRequest.newBuilder().setName("wine").build());
    assertThat(config.getConfig().getMaxBatchSize()).isEqualTo(4096);
    assertThat(config.getConfig().getInput(0).getDimsList()).containsExactly(13L);
  }

  @Test
  void everyHeldOutRowGetsTheTrainersAnswerRawAndTyped() {
    List<Wine.Prediction> predictions = Wine.predictions();
    float[][] rows = predictions.stream().map(Wine.Prediction::features).toArray(float[][]::new);

    for (ManagedChannel channel : List.of(socket, port)) {
      ModelInferResponse raw = WorkerProcess.stub(channel).modelInfer(Wine.raw(rows).build());
      ModelInferResponse typed = WorkerProcess.stub(channel).modelInfer(Wine.typed(rows).build());

      assertThat(raw.getId()).isEqualTo("request-1");
      assertThat(raw.getOutputs(0).getShapeList()).containsExactly((long) rows.length, 3L);
      assertThat(typed.getRawOutputContentsCount()).isZero();
      float[][] answers = Wine.rawProbabilities(raw);
      InferTensorContents contents = typed.getOutputs(0).getContents();
      InferTensorContents labels = typed.getOutputs(1).getContents();
      for (int row = 0; row < rows.length; row++) {
        assertThat(answers[row])
            .containsExactly(predictions.get(row).probabilities(), within(ROUNDING));
        for (int label = 0; label < Wine.LABELS; label++) {
          assertThat(contents.getFp32Contents(row * Wine.LABELS + label))
              .isEqualTo(answers[row][label]);
        }
        assertThat("cultivar_" + (labels.getInt64Contents(row) + 1))
            .isEqualTo(predictions.get(row).label());
      }
    }
  }

  @Test
  void onlyTheOutputsAskedForAreGiven() {
    ModelInferRequest request =
        Wine.raw(new float[13])
            .addOutputs(InferRequestedOutputTensor.newBuilder().setName("label"))
            .build();

    ModelInferResponse response = WorkerProcess.stub(socket).modelInfer(request);

    assertThat(response.getOutputsList()).extracting("name").containsExactly("label");
    assertThat(response.getRawOutputContents(0).size()).isEqualTo(Long.BYTES);
  }

  @Test
  void aMissingValueCountsAsTheMean() {
    float[] row = new float[13];
    java.util.Arrays.fill(row, Float.NaN);

    float[] answer =
        Wine.rawProbabilities(WorkerProcess.stub(socket).modelInfer(Wine.raw(row).build()))[0];

    assertThat(answer[0] + answer[1] + answer[2]).isEqualTo(1, within(ROUNDING));
  }

  @Test
  void refusesWhatDoesNotFitTheSignatureAndSaysWhy() {
    float[] row = new float[13];
    var input = Wine.input(1);
    refused(Wine.raw(row).setModelName("beer"), Status.Code.NOT_FOUND, "beer", "wine");
    refused(Wine.raw(row).setModelVersion("9"), Status.Code.NOT_FOUND, "'9'", "1");
    refused(with(input.setName("grapes"), 52), Status.Code.INVALID_ARGUMENT, "features", "missing");
    refused(
        with(Wine.input(1).setDatatype("FP64"), 104),
        Status.Code.INVALID_ARGUMENT,
        "features",
        "FP64",
        "FP32");
    refused(
        with(Wine.input(1).clearShape().addShape(1).addShape(12), 48),
        Status.Code.INVALID_ARGUMENT,
        "[1, 12]",
        "[-1, 13]");
    refused(
        with(Wine.input(1).clearShape().addShape(13), 52),
        Status.Code.INVALID_ARGUMENT,
        "[13]",
        "[-1, 13]");
    refused(with(Wine.input(-1), 52), Status.Code.INVALID_ARGUMENT, "[-1, 13]");
    refused(with(Wine.input(0), 0), Status.Code.INVALID_ARGUMENT, "[0, 13]");
    refused(with(Wine.input(Long.MAX_VALUE), 52), Status.Code.INVALID_ARGUMENT, "4096 rows");
    refused(
        with(Wine.input(4097), 4097 * 52), Status.Code.INVALID_ARGUMENT, "4097 rows", "4096 rows");
    refused(
        with(Wine.input(2), 52), Status.Code.INVALID_ARGUMENT, "features", "52 raw bytes", "104");
    refused(
        Wine.typed(row).setInputs(0, Wine.input(1)),
        Status.Code.INVALID_ARGUMENT,
        "0 values of FP32",
        "13 values");
    refused(
        Wine.typed(row).addRawInputContents(ByteString.copyFrom(new byte[52])),
        Status.Code.INVALID_ARGUMENT,
        "one of the two");
    refused(
        Wine.raw(row).addRawInputContents(ByteString.EMPTY),
        Status.Code.INVALID_ARGUMENT,
        "raw_input_contents: 2");
    refused(
        with(Wine.input(1), 52).addInputs(Wine.input(1)).addRawInputContents(ByteString.EMPTY),
        Status.Code.INVALID_ARGUMENT,
        "2 times");
    refused(
        Wine.raw(row).addOutputs(InferRequestedOutputTensor.newBuilder().setName("taste")),
        Status.Code.INVALID_ARGUMENT,
        "taste",
        "probabilities");
    refused(
        ModelInferRequest.newBuilder().setModelName("wine"),
        Status.Code.INVALID_ARGUMENT,
        "features",
        "missing");
    assertThatThrownBy(
            () ->
                WorkerProcess.stub(socket)
                    .modelReady(ModelReadyRequest.newBuilder().setName("beer").build()))
        .hasMessageContaining("NOT_FOUND");
  }

  @Test
  void aRefusalIsSaidInFewWordsHoweverMuchCame() {
    var manyDimensions = Wine.input(1).clearShape();
    for (int i = 0; i < 10_000; i++) {
      manyDimensions.addShape(1);
    }
    refused(
        with(manyDimensions, 4),
        Status.Code.INVALID_ARGUMENT,
        "features",
        "10000 dimensions",
        "13");
    String name = "größe".repeat(4_000);
    refused(
        with(Wine.input(1), 52)
            .addInputs(Wine.input(1).setName(name))
            .addRawInputContents(ByteString.EMPTY),
        Status.Code.INVALID_ARGUMENT,
        "größe".repeat(99),
        "…");
    refused(
        Wine.raw(new float[13]).setModelVersion(name), Status.Code.NOT_FOUND, "größe".repeat(99));
  }

  @Test
  void theLargestBatchIsServed() {
    float[][] rows = new float[4096][13];

    ModelInferResponse response = WorkerProcess.stub(socket).modelInfer(Wine.raw(rows).build());

    assertThat(response.getOutputs(0).getShape(0)).isEqualTo(4096);
  }

  @Test
  void twoHundredRequestsAtATimeGetEachTheirOwnAnswer() throws Exception {
    List<Wine.Prediction> predictions = Wine.predictions();
    List<ListenableFuture<ModelInferResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ManagedChannel channel = i % 2 == 0 ? socket : port;
      float[] row = predictions.get(i % predictions.size()).features();
      calls.add(GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(Wine.raw(row).build()));
    }

    for (int i = 0; i < calls.size(); i++) {
      float[] answer = Wine.rawProbabilities(calls.get(i).get(30, TimeUnit.SECONDS))[0];
      assertThat(answer)
          .containsExactly(
              predictions.get(i % predictions.size()).probabilities(), within(ROUNDING));
    }
  }

  @Test
  void countsRowsAndCalls() {
    ModelStatistics before = statistics();
    WorkerProcess.stub(socket).modelInfer(Wine.raw(new float[7][13]).build());
    ModelStatistics after = statistics();

    assertThat(after.getInferenceCount() - before.getInferenceCount()).isEqualTo(7);
    assertThat(after.getExecutionCount() - before.getExecutionCount()).isEqualTo(1);
    assertThat(after.getInferenceStats().getSuccess().getNs())
        .isGreaterThan(before.getInferenceStats().getSuccess().getNs());
  }

  @Test
  void aSampledTraceGetsItsLine() {
    Metadata headers = new Metadata();
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), trace);

    WorkerProcess.stub(socket)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .modelInfer(Wine.raw(new float[13]).build());

    worker.await("span ModelInfer traceparent=" + trace + " status=OK");
  }

  private static ModelStatistics statistics() {
    return WorkerProcess.stub(socket)
        .modelStatistics(ModelStatisticsRequest.newBuilder().setName("wine").build())
        .getModelStats(0);
  }

  private static ModelInferRequest.Builder with(
      ModelInferRequest.InferInputTensor.Builder input, int rawBytes) {
    return ModelInferRequest.newBuilder()
        .setModelName("wine")
        .addInputs(input)
        .addRawInputContents(ByteString.copyFrom(new byte[rawBytes]));
  }

  private static void refused(ModelInferRequest.Builder request, Status.Code code, String... said) {
    assertThatThrownBy(() -> WorkerProcess.stub(socket).modelInfer(request.build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(said);
            });
  }
}
