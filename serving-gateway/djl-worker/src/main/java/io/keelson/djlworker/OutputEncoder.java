package io.keelson.djlworker;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.StatusException;
import io.keelson.djlworker.protocol.InferTensorContents;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferRequest.InferRequestedOutputTensor;
import io.keelson.djlworker.protocol.ModelInferResponse;
import io.keelson.djlworker.protocol.ModelInferResponse.InferOutputTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a model's answers into a response: raw where the request was raw, typed where it was typed.
 */
final class OutputEncoder {
  private final List<String> served;

  /**
   * @param served the outputs that may be asked for, in the order they are given
   */
  OutputEncoder(List<String> served) {
    this.served = List.copyOf(served);
  }

  /** The outputs that a request wants: those it names, or all. */
  List<String> wanted(ModelInferRequest request) throws StatusException {
    List<String> names =
        request.getOutputsList().stream().map(InferRequestedOutputTensor::getName).toList();
    for (String name : names) {
      if (!served.contains(name)) {
        throw Status.INVALID_ARGUMENT
            .withDescription(
                "output '" + name + "': unknown (expected: " + String.join(", ", served) + ")")
            .asException();
      }
    }
    return names.isEmpty() ? served : names;
  }

  void encode(
      NDList answers, List<String> wanted, boolean raw, ModelInferResponse.Builder response) {
    for (String name : wanted) {
      NDArray tensor = answers.get(name);
      Datatype type = Datatype.of(tensor.getDataType());
      InferOutputTensor.Builder output =
          response.addOutputsBuilder().setName(name).setDatatype(type.name());
      for (long size : tensor.getShape().getShape()) {
        output.addShape(size);
      }
      if (raw) {
        response.addRawOutputContents(raw(type, tensor));
      } else {
        output.setContents(typed(type, tensor));
      }
    }
  }

  private static ByteString raw(Datatype type, NDArray tensor) {
    if (type == Datatype.BYTES) {
      return RawTexts.write(tensor.toStringArray(StandardCharsets.UTF_8));
    }
    // The buffer is a copy of the tensor that nobody else holds; x86-64 keeps it little-endian, as
    // the protocol wants.
    return UnsafeByteOperations.unsafeWrap(tensor.toByteBuffer(false));
  }

  private static InferTensorContents typed(Datatype type, NDArray tensor) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    if (type == Datatype.BYTES) {
      for (String text : tensor.toStringArray(StandardCharsets.UTF_8)) {
        contents.addBytesContents(ByteString.copyFromUtf8(text));
      }
      return contents.build();
    }
    ByteBuffer bytes = tensor.toByteBuffer(false);
    while (bytes.hasRemaining()) {
      switch (type) {
        case FP32 -> contents.addFp32Contents(bytes.getFloat());
        case FP64 -> contents.addFp64Contents(bytes.getDouble());
        case INT32 -> contents.addIntContents(bytes.getInt());
        case INT64 -> contents.addInt64Contents(bytes.getLong());
        case INT8 -> contents.addIntContents(bytes.get());
        case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(bytes.get()));
        case BOOL -> contents.addBoolContents(bytes.get() != 0);
        case BYTES -> throw new IllegalStateException("texts are no fixed-size values");
      }
    }
    return contents.build();
  }
}
