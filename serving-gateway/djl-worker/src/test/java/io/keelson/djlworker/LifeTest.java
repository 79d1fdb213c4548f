package io.keelson.djlworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.keelson.djlworker.protocol.GRPCInferenceServiceGrpc;
import io.keelson.djlworker.protocol.ModelInferResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker starts and ends. */
class LifeTest {
  @TempDir Path folder;

  @Test
  void onSigtermItFinishesWhatItTookAndEndsWithZero() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(folder, Wine.folder(), "wine").awaitReady()) {
      ManagedChannel channel = worker.overSocket();
      float[][] rows = new float[4096][13];
      List<ListenableFuture<ModelInferResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        calls.add(
            GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(Wine.raw(rows).build()));
      }
      calls.getFirst().get(30, TimeUnit.SECONDS);
      worker.process.destroy();

      assertThat(worker.exitCode()).isZero();
      int answered = 0;
      for (ListenableFuture<ModelInferResponse> call : calls) {
        Status.Code code = code(call);
        assertThat(code)
            .isIn(Status.Code.OK, Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);
        answered += code == Status.Code.OK ? 1 : 0;
      }
      assertThat(answered).isGreaterThan(1);
      assertThat(worker.log()).contains("stopping", "stopped").doesNotContain("unanswered");
      assertThat(worker.socket).doesNotExist();
    }
  }

  @Test
  void aSocketLeftByAnEarlierLifeIsReplacedAndTheTemporaryFolderIsLeftEmpty() throws Exception {
    Files.createFile(folder.resolve("replica.sock"));
    try (WorkerProcess worker = WorkerProcess.start(folder, Wine.folder(), "wine").awaitReady()) {
      WorkerProcess.stub(worker.overSocket()).modelInfer(Wine.raw(new float[13]).build());
      worker.process.destroy();
      assertThat(worker.exitCode()).isZero();
    }
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aModelThatCannotBeServedEndsItWithOneLineOfReason() throws Exception {
    Path model = Files.createDirectories(folder.resolve("model"));
    failsOn(model, "signature.json");
    Files.writeString(model.resolve("signature.json"), "{\"inputs\":[]}");
    failsOn(model, "names no inputs");
    Files.writeString(
        model.resolve("signature.json"),
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP16\",\"shape\":[1]}]}");
    failsOn(model, "FP16");
    Files.copy(Wine.folder().resolve("model.onnx"), model.resolve("model.onnx"));
    Files.writeString(
        model.resolve("signature.json"),
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,13]}]}");
    failsOn(model, "inputs [x] (expected: the model's own, [features])");
    String signature = Files.readString(Wine.folder().resolve("signature.json"));
    Files.writeString(model.resolve("signature.json"), signature.replace("FP32", "FP64"));
    failsOn(model, "fails on a row of zeros");
    Files.writeString(model.resolve("signature.json"), signature.replace("\"label\"", "\"taste\""));
    failsOn(model, "taste");
    Files.writeString(model.resolve("signature.json"), signature);
    Files.writeString(model.resolve("model.onnx"), "no model");
    failsOn(model, "model.onnx: cannot be loaded");
  }

  @Test
  void aWrongStartEndsWithTwoAndNamesTheArgument() throws Exception {
    startsWrongly("--port", "--model", "m", "--name", "n", "--port", "http");
    startsWrongly("nowhere to listen", "--model", "m", "--name", "n");
    startsWrongly("--name: missing", "--model", "m", "--port", "0");
    startsWrongly("--shout", "--shout", "loud");
  }

  private void failsOn(Path model, String reason) throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(folder, model, "wine")) {
      assertThat(worker.exitCode()).as(worker.log()).isEqualTo(1);
      assertThat(worker.log()).contains("the model cannot be served: ").contains(reason);
      assertThat(worker.log().lines().filter(line -> !line.startsWith("listening"))).hasSize(1);
    }
  }

  private void startsWrongly(String said, String... arguments) throws Exception {
    try (WorkerProcess worker = new WorkerProcess(folder, null, List.of(arguments))) {
      assertThat(worker.exitCode()).as(worker.log()).isEqualTo(2);
      assertThat(worker.log()).contains(said);
    }
  }

  private static Status.Code code(ListenableFuture<ModelInferResponse> call)
      throws InterruptedException, TimeoutException {
    try {
      call.get(30, TimeUnit.SECONDS);
      return Status.Code.OK;
    } catch (ExecutionException e) {
      return Status.fromThrowable(e).getCode();
    }
  }
}
