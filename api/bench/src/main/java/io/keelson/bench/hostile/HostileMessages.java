package io.keelson.bench.hostile;

import com.google.protobuf.ByteString;
import io.keelson.bench.gateway.InferMessages;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Messages of gRPC inference requests, with their prefixes: a gateway reads the model's name and
 * passes the rest on, so that what is wrong with it is found where the call is kept.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record HostileMessages(String name, byte[] framed) {
  private static final int COLUMNS = 1_000_000;
  private static final int TENSORS = 10_000;
  private static final int DEEP_LEVELS = 100_000;
  private static final int LONG_TEXT = 2 << 20;

  /** As much as may be kept of a message. */
  private static final int LARGEST_KEPT = 255 << 10;

  private static final byte UNKNOWN_GROUP = (byte) (15 << 3 | 3);
  private static final byte INPUTS = 5 << 3 | 2;
  private static final byte RAW = 7 << 3 | 2;
  private static final byte[] HUGE_LENGTH = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};

  static List<HostileMessages> all() {
    return List.of(
        of("a tensor beyond the end", behind(INPUTS)),
        of("elements beyond the end", behind(RAW)),
        of("deep groups", deep()),
        of("noise", noise()),
        of("a million columns", raw("FP32", new byte[COLUMNS * Float.BYTES], 1, COLUMNS)),
        of("thousands of tensors", tensors()),
        of("as much as is kept", raw("FP32", new byte[LARGEST_KEPT], 1, LARGEST_KEPT / 4)),
        of("control characters", named("\u0000\u001b[2J\r\nx: y", "")),
        of("an id of control characters", named("x", "a\r\nb: c\u0000")),
        of("a huge id", named("x", "i".repeat(LONG_TEXT))),
        of("huge text", raw("BYTES", text(LONG_TEXT, LONG_TEXT), 1)),
        of("a lying length of text", raw("BYTES", text(-1, 8), 1)),
        of("a longer length of text", raw("BYTES", text(Integer.MAX_VALUE, 8), 1)),
        of("no numbers", raw("FP32", noNumbers(), 1, 1_000)),
        of("no numbers of halves", raw("FP16", noNumbers(), 1, 2_000)),
        of("huge numbers", typed()),
        of("a huge shape", raw("FP32", new byte[4], Long.MAX_VALUE, Long.MAX_VALUE)),
        of("a negative shape", raw("FP32", new byte[4], -1, Long.MIN_VALUE)),
        of("no such type", raw("FP32\u0000\n", new byte[4], 1)),
        of("the same tensor twice", twice()),
        of("elements of both forms", both()),
        new HostileMessages("a lying length", lying(InferMessages.request(), 1 << 20)),
        new HostileMessages("a shorter length", lying(InferMessages.request(), 20)),
        new HostileMessages("compressed", flagged(InferMessages.request())));
  }

  private static HostileMessages of(String name, byte[] message) {
    return new HostileMessages(name, InferMessages.frame(message));
  }

  private static HostileMessages of(String name, ModelInferRequest.Builder message) {
    return of(name, message.build().toByteArray());
  }

  private static ModelInferRequest.Builder model() {
    return ModelInferRequest.newBuilder().setModelName(InferMessages.MODEL);
  }

  private static byte[] behind(byte field) {
    return joined(new byte[] {field}, HUGE_LENGTH);
  }

  private static byte[] joined(byte[]... rest) {
    ByteString all = model().build().toByteString();
    for (byte[] part : rest) {
      all = all.concat(ByteString.copyFrom(part));
    }
    return all.toByteArray();
  }

  private static byte[] deep() {
    byte[] groups = new byte[DEEP_LEVELS];
    Arrays.fill(groups, UNKNOWN_GROUP);
    return joined(groups);
  }

  private static byte[] noise() {
    byte[] noise = new byte[LARGEST_KEPT / 2];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 31 + (i >> 3));
    }
    return joined(noise);
  }

  private static InferInputTensor.Builder tensor(String name, String datatype, long... shape) {
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
    for (long dimension : shape) {
      tensor.addShape(dimension);
    }
    return tensor;
  }

  private static ModelInferRequest.Builder raw(String datatype, byte[] elements, long... shape) {
    return model()
        .addInputs(tensor("x", datatype, shape))
        .addRawInputContents(ByteString.copyFrom(elements));
  }

  private static ModelInferRequest.Builder tensors() {
    ModelInferRequest.Builder all = model();
    for (int i = 0; i < TENSORS; i++) {
      all.addInputs(tensor("c" + i, "INT8", 1))
          .addRawInputContents(ByteString.copyFrom(new byte[1]));
    }
    return all;
  }

  private static ModelInferRequest.Builder named(String name, String id) {
    return model()
        .setId(id)
        .addInputs(tensor(name, "INT8", 1))
        .addRawInputContents(ByteString.copyFrom(new byte[1]));
  }

  /** Text with its length before it, or with what is said to be its length. */
  private static byte[] text(int said, int bytes) {
    return ByteBuffer.allocate(Integer.BYTES + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(said)
        .array();
  }

  private static byte[] noNumbers() {
    byte[] all = new byte[1_000 * Float.BYTES];
    Arrays.fill(all, (byte) 0xff);
    return all;
  }

  private static ModelInferRequest.Builder typed() {
    return model()
        .addInputs(
            tensor("x", "FP64", 1, 3)
                .setContents(
                    InferTensorContents.newBuilder()
                        .addFp64Contents(Double.MAX_VALUE)
                        .addFp64Contents(Double.MIN_VALUE)
                        .addFp64Contents(Double.NEGATIVE_INFINITY)));
  }

  private static ModelInferRequest.Builder twice() {
    return model()
        .addInputs(tensor("x", "INT8", 1))
        .addInputs(tensor("x", "INT8", 1))
        .addRawInputContents(ByteString.copyFrom(new byte[1]))
        .addRawInputContents(ByteString.copyFrom(new byte[1]));
  }

  private static ModelInferRequest.Builder both() {
    return model()
        .addInputs(
            tensor("x", "INT64", 1)
                .setContents(InferTensorContents.newBuilder().addInt64Contents(1)))
        .addRawInputContents(ByteString.copyFrom(new byte[8]));
  }

  private static byte[] lying(byte[] framed, int length) {
    return ByteBuffer.wrap(framed.clone()).putInt(1, length).array();
  }

  private static byte[] flagged(byte[] framed) {
    return ByteBuffer.wrap(framed.clone()).put(0, (byte) 1).array();
  }
}
