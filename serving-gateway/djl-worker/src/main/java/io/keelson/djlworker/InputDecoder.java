package io.keelson.djlworker;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.keelson.djlworker.protocol.InferTensorContents;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferRequest.InferInputTensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a request's inputs into tensors. Everything is checked before anything is allocated, so
 * that a refusal costs nothing and a tensor never reads past what was sent.
 */
final class InputDecoder {
  private final Signature signature;
  private final int maxBatchRows;

  InputDecoder(Signature signature, int maxBatchRows) {
    this.signature = signature;
    this.maxBatchRows = maxBatchRows;
  }

  /**
   * Checks names, datatypes, shapes and lengths.
   *
   * @throws StatusException INVALID_ARGUMENT naming the tensor, what came and what was expected
   */
  void check(ModelInferRequest request) throws StatusException {
    boolean raw = request.getRawInputContentsCount() > 0;
    if (raw && request.getRawInputContentsCount() != request.getInputsCount()) {
      throw refused(
          "raw_input_contents: "
              + request.getRawInputContentsCount()
              + " (expected: one per input, "
              + request.getInputsCount()
              + ")");
    }
    for (TensorSpec spec : signature.inputs()) {
      long named =
          request.getInputsList().stream()
              .filter(input -> input.getName().equals(spec.name()))
              .count();
      if (named != 1) {
        throw spec.refused(
            named == 0 ? "missing" : "given " + named + " times",
            spec.datatype() + " " + spec.shape());
      }
    }
    for (int i = 0; i < request.getInputsCount(); i++) {
      InferInputTensor input = request.getInputs(i);
      TensorSpec spec =
          signature
              .input(input.getName())
              .orElseThrow(
                  () ->
                      refused(
                          "input '" + input.getName() + "': unknown (expected: " + names() + ")"));
      int elements = spec.elements(input.getDatatype(), input.getShapeList(), maxBatchRows);
      if (raw) {
        checkRaw(spec, input, elements, request.getRawInputContents(i));
      } else {
        checkTyped(spec, input.getContents(), elements);
      }
    }
  }

  /** How many rows a checked request asks about: the batch of its first input, or one. */
  long rows(ModelInferRequest request) {
    TensorSpec first = signature.inputs().getFirst();
    if (!first.batched()) {
      return 1;
    }
    return request.getInputsList().stream()
        .filter(input -> input.getName().equals(first.name()))
        .mapToLong(input -> input.getShape(0))
        .findFirst()
        .orElse(1);
  }

  /** The tensors of a checked request, attached to this manager. */
  NDList decode(NDManager manager, ModelInferRequest request) {
    boolean raw = request.getRawInputContentsCount() > 0;
    NDList tensors = new NDList();
    for (int i = 0; i < request.getInputsCount(); i++) {
      InferInputTensor input = request.getInputs(i);
      Datatype type = Datatype.valueOf(input.getDatatype());
      Shape shape = new Shape(TensorSpec.longs(input.getShapeList()));
      NDArray tensor =
          raw
              ? raw(manager, type, shape, request.getRawInputContents(i))
              : typed(manager, type, shape, input.getContents());
      tensor.setName(input.getName());
      tensors.add(tensor);
    }
    return tensors;
  }

  private static void checkRaw(
      TensorSpec spec, InferInputTensor input, int elements, ByteString raw)
      throws StatusException {
    if (input.hasContents()) {
      throw spec.refused("contents beside raw_input_contents", "one of the two");
    }
    if (spec.datatype() == Datatype.BYTES) {
      RawTexts.check(spec, raw, elements);
      return;
    }
    long expected = (long) elements * spec.datatype().sizeBytes;
    if (raw.size() != expected) {
      throw spec.refused(
          raw.size() + " raw bytes", expected + " for shape " + input.getShapeList());
    }
  }

  private static void checkTyped(TensorSpec spec, InferTensorContents contents, int elements)
      throws StatusException {
    int count =
        switch (spec.datatype()) {
          case BOOL -> contents.getBoolContentsCount();
          case UINT8 -> contents.getUintContentsCount();
          case INT8, INT32 -> contents.getIntContentsCount();
          case INT64 -> contents.getInt64ContentsCount();
          case FP32 -> contents.getFp32ContentsCount();
          case FP64 -> contents.getFp64ContentsCount();
          case BYTES -> contents.getBytesContentsCount();
        };
    if (count != elements) {
      throw spec.refused(count + " values of " + spec.datatype(), elements + " values");
    }
  }

  private static NDArray raw(NDManager manager, Datatype type, Shape shape, ByteString raw) {
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case FP32 -> manager.create(bytes.asFloatBuffer(), shape, type.djl);
      case FP64 -> manager.create(bytes.asDoubleBuffer(), shape, type.djl);
      case INT32 -> manager.create(bytes.asIntBuffer(), shape, type.djl);
      case INT64 -> manager.create(bytes.asLongBuffer(), shape, type.djl);
      case BOOL, UINT8, INT8 -> manager.create(writable(bytes), shape, type.djl);
      case BYTES ->
          manager.create(RawTexts.read(raw).toArray(String[]::new), StandardCharsets.UTF_8, shape);
    };
  }

  private static NDArray typed(
      NDManager manager, Datatype type, Shape shape, InferTensorContents contents) {
    return switch (type) {
      case FP32 -> manager.create(floats(contents.getFp32ContentsList()), shape, type.djl);
      case FP64 -> manager.create(doubles(contents.getFp64ContentsList()), shape, type.djl);
      case INT32 -> manager.create(ints(contents.getIntContentsList()), shape, type.djl);
      case INT64 -> manager.create(longs(contents.getInt64ContentsList()), shape, type.djl);
      case INT8 -> manager.create(bytes(contents.getIntContentsList()), shape, type.djl);
      case UINT8 -> manager.create(bytes(contents.getUintContentsList()), shape, type.djl);
      case BOOL -> manager.create(booleans(contents.getBoolContentsList()), shape, type.djl);
      case BYTES ->
          manager.create(
              contents.getBytesContentsList().stream()
                  .map(ByteString::toStringUtf8)
                  .toArray(String[]::new),
              StandardCharsets.UTF_8,
              shape);
    };
  }

  private static Buffer floats(List<Float> values) {
    FloatBuffer buffer = FloatBuffer.allocate(values.size());
    values.forEach(buffer::put);
    return buffer.flip();
  }

  private static Buffer doubles(List<Double> values) {
    DoubleBuffer buffer = DoubleBuffer.allocate(values.size());
    values.forEach(buffer::put);
    return buffer.flip();
  }

  private static Buffer ints(List<Integer> values) {
    IntBuffer buffer = IntBuffer.allocate(values.size());
    values.forEach(buffer::put);
    return buffer.flip();
  }

  private static Buffer longs(List<Long> values) {
    LongBuffer buffer = LongBuffer.allocate(values.size());
    values.forEach(buffer::put);
    return buffer.flip();
  }

  private static Buffer bytes(List<Integer> values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.size());
    values.forEach(value -> buffer.put(value.byteValue()));
    return buffer.flip();
  }

  private static Buffer booleans(List<Boolean> values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.size());
    values.forEach(value -> buffer.put((byte) (value ? 1 : 0)));
    return buffer.flip();
  }

  private static ByteBuffer writable(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  private String names() {
    return String.join(", ", signature.inputs().stream().map(TensorSpec::name).toList());
  }

  private static StatusException refused(String what) {
    return Status.INVALID_ARGUMENT.withDescription(what).asException();
  }
}
