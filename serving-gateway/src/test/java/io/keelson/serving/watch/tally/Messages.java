package io.keelson.serving.watch.tally;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests and answers of a model with one tensor of features and one label for each row. */
final class Messages {
  private Messages() {}

  static ModelInferRequest request(float[][] rows) {
    int columns = rows.length == 0 ? 1 : rows[0].length;
    ByteBuffer raw =
        ByteBuffer.allocate(rows.length * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        raw.putFloat(value);
      }
    }
    return ModelInferRequest.newBuilder()
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("features")
                .setDatatype("FP32")
                .addShape(rows.length)
                .addShape(columns))
        .addRawInputContents(ByteString.copyFrom(raw.flip()))
        .build();
  }

  static ModelInferResponse answer(long... labels) {
    ModelInferResponse.InferOutputTensor.Builder output =
        ModelInferResponse.InferOutputTensor.newBuilder()
            .setName("label")
            .setDatatype("INT64")
            .addShape(labels.length);
    for (long label : labels) {
      output.getContentsBuilder().addInt64Contents(label);
    }
    return ModelInferResponse.newBuilder().addOutputs(output).build();
  }

  /** As gRPC sends it. */
  static byte[] framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(bytes.length + 5)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }
}
