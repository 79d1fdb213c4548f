package io.keelson.djlworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.keelson.djlworker.protocol.InferTensorContents;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferRequest.InferInputTensor;
import io.keelson.djlworker.protocol.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that is none of the trainer's: several inputs and outputs, every datatype that is served.
 */
class AnyModelTest {
  private static final Map<String, TensorProto.DataType> TYPES =
      new TreeMap<>(
          Map.of(
              "BOOL", TensorProto.DataType.BOOL,
              "BYTES", TensorProto.DataType.STRING,
              "FP32", TensorProto.DataType.FLOAT,
              "FP64", TensorProto.DataType.DOUBLE,
              "INT32", TensorProto.DataType.INT32,
              "INT64", TensorProto.DataType.INT64,
              "INT8", TensorProto.DataType.INT8,
              "UINT8", TensorProto.DataType.UINT8));

  @TempDir Path folder;

  @Test
  void everyDatatypeComesBackAsItWentIn() throws Exception {
    Path model = echo();
    try (WorkerProcess worker = WorkerProcess.start(folder, model, "echo").awaitReady()) {
      ModelInferRequest raw = raw().build();
      ModelInferResponse rawAnswer = WorkerProcess.stub(worker.overSocket()).modelInfer(raw);
      assertThat(rawAnswer.getOutputsCount()).isEqualTo(TYPES.size());
      for (int i = 0; i < TYPES.size(); i++) {
        assertThat(rawAnswer.getOutputs(i).getName())
            .isEqualTo("same_" + raw.getInputs(i).getDatatype());
        assertThat(rawAnswer.getOutputs(i).getDatatype()).isEqualTo(raw.getInputs(i).getDatatype());
        assertThat(rawAnswer.getRawOutputContents(i)).isEqualTo(raw.getRawInputContents(i));
      }

      ModelInferRequest typed = typed().build();
      ModelInferResponse typedAnswer = WorkerProcess.stub(worker.overPort()).modelInfer(typed);
      for (int i = 0; i < TYPES.size(); i++) {
        assertThat(typedAnswer.getOutputs(i).getContents())
            .isEqualTo(typed.getInputs(i).getContents());
      }

      ModelInferRequest.Builder torn = raw();
      torn.setRawInputContents(1, ByteString.copyFrom(new byte[] {9, 0, 0, 0, 'a'}));
      assertThatThrownBy(() -> WorkerProcess.stub(worker.overSocket()).modelInfer(torn.build()))
          .hasMessageContaining("INVALID_ARGUMENT")
          .hasMessageContaining("BYTES");
    }
  }

  private static ModelInferRequest.Builder raw() {
    ModelInferRequest.Builder request = request();
    for (String type : TYPES.keySet()) {
      ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      switch (type) {
        case "BOOL" -> bytes.put((byte) 1).put((byte) 0);
        case "BYTES" -> bytes.putInt(3).put("né".getBytes(StandardCharsets.UTF_8)).putInt(0);
        case "FP32" -> bytes.putFloat(1.5f).putFloat(-0.25f);
        case "FP64" -> bytes.putDouble(Math.PI).putDouble(-1e300);
        case "INT32" -> bytes.putInt(Integer.MIN_VALUE).putInt(7);
        case "INT64" -> bytes.putLong(Long.MIN_VALUE).putLong(7);
        default -> bytes.put((byte) -3).put((byte) 4);
      }
      request.addRawInputContents(ByteString.copyFrom(bytes.flip()));
    }
    return request;
  }

  private static ModelInferRequest.Builder typed() {
    ModelInferRequest.Builder request = request();
    for (InferInputTensor.Builder input : request.getInputsBuilderList()) {
      InferTensorContents.Builder contents = input.getContentsBuilder();
      switch (input.getDatatype()) {
        case "BOOL" -> contents.addBoolContents(true).addBoolContents(false);
        case "BYTES" ->
            contents
                .addBytesContents(ByteString.copyFromUtf8("né"))
                .addBytesContents(ByteString.EMPTY);
        case "FP32" -> contents.addFp32Contents(1.5f).addFp32Contents(-0.25f);
        case "FP64" -> contents.addFp64Contents(Math.PI).addFp64Contents(-1e300);
        case "INT64" -> contents.addInt64Contents(Long.MIN_VALUE).addInt64Contents(7);
        case "UINT8" -> contents.addUintContents(253).addUintContents(4);
        default -> contents.addIntContents(-3).addIntContents(4);
      }
    }
    return request;
  }

  private static ModelInferRequest.Builder request() {
    ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("echo");
    for (String type : TYPES.keySet()) {
      request.addInputsBuilder().setName("in_" + type).setDatatype(type).addShape(1).addShape(2);
    }
    return request;
  }

  /** Gives each input back under another name. */
  private Path echo() throws Exception {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("echo");
    StringBuilder signature = new StringBuilder();
    TYPES.forEach(
        (name, type) -> {
          graph.addInput(value("in_" + name, type)).addOutput(value("same_" + name, type));
          graph.addNode(
              NodeProto.newBuilder()
                  .setOpType("Identity")
                  .addInput("in_" + name)
                  .addOutput("same_" + name));
          signature.append(signature.isEmpty() ? "" : ",");
          signature.append(
              "{\"name\":\"in_%s\",\"datatype\":\"%s\",\"shape\":[-1,2]}".formatted(name, name));
        });
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build();
    Path echo = Files.createDirectories(folder.resolve("echo"));
    Files.write(echo.resolve("model.onnx"), model.toByteArray());
    Files.writeString(echo.resolve("signature.json"), "{\"inputs\":[" + signature + "]}");
    return echo;
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(Dimension.newBuilder().setDimParam("batch"))
            .addDim(Dimension.newBuilder().setDimValue(2));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
