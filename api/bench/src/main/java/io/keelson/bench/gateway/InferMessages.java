package io.keelson.bench.gateway;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import java.nio.ByteBuffer;

/** The one request and the one response of the gateway benchmark, as gRPC frames. */
public final class InferMessages {
  static final int REQUEST_BYTES = 200;
  public static final String MODEL = "bench";
  private static final int GRPC_PREFIX_BYTES = 5;

  private InferMessages() {}

  /** A row of floats for the model, 200 bytes before the frame's prefix. */
  public static byte[] request() {
    int padding = 0;
    byte[] message = request(padding).toByteArray();
    while (message.length < REQUEST_BYTES) {
      message = request(++padding).toByteArray();
    }
    if (message.length != REQUEST_BYTES) {
      throw new IllegalStateException("request: " + message.length + " bytes (expected: 200)");
    }
    return frame(message);
  }

  private static ModelInferRequest request(int idCharacters) {
    ByteBuffer row = ByteBuffer.allocate(13 * Float.BYTES);
    return ModelInferRequest.newBuilder()
        .setModelName(MODEL)
        .setId("i".repeat(idCharacters))
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("features")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(13))
        .addRawInputContents(ByteString.copyFrom(row.array()))
        .build();
  }

  /** A label and three probabilities. */
  static byte[] response() {
    return frame(
        ModelInferResponse.newBuilder()
            .setModelName(MODEL)
            .setModelVersion("1")
            .addOutputs(
                ModelInferResponse.InferOutputTensor.newBuilder()
                    .setName("label")
                    .setDatatype("INT64")
                    .addShape(1)
                    .setContents(InferTensorContents.newBuilder().addInt64Contents(1)))
            .addOutputs(
                ModelInferResponse.InferOutputTensor.newBuilder()
                    .setName("probabilities")
                    .setDatatype("FP32")
                    .addShape(1)
                    .addShape(3)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addFp32Contents(0.1f)
                            .addFp32Contents(0.8f)
                            .addFp32Contents(0.1f)))
            .build()
            .toByteArray());
  }

  /** With the prefix of gRPC before it. */
  public static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(GRPC_PREFIX_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
