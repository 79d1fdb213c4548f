package io.keelson.demo.walk;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A model that loads and answers as the one it was made of, and fails on rows that hold a value
 * beyond its table: such a slip is seen only by traffic.
 */
final class BrokenModel {
  /** Rows with a value as large as this fail. */
  static final int TABLE = 1_000;

  private static final String INPUT = "features";
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int WHOLE_NUMBER = 2;

  private BrokenModel() {}

  /**
   * @param onnx whose input is {@code features}; bytes that follow a message of Protocol Buffers
   *     are more of the same message, so that the graph gets two more nodes
   */
  static byte[] of(byte[] onnx) {
    byte[] cast =
        message(
            out -> {
              out.writeString(1, INPUT);
              out.writeString(2, "places");
              out.writeString(4, "Cast");
              out.writeByteArray(
                  5,
                  message(
                      attribute -> {
                        attribute.writeString(1, "to");
                        attribute.writeInt64(3, INT64);
                        attribute.writeInt32(20, WHOLE_NUMBER);
                      }));
            });
    byte[] gather =
        message(
            out -> {
              out.writeString(1, "table");
              out.writeString(1, "places");
              out.writeString(2, "looked_up");
              out.writeString(4, "Gather");
            });
    byte[] graph =
        message(
            out -> {
              out.writeByteArray(1, cast);
              out.writeByteArray(1, gather);
              out.writeByteArray(5, table());
              out.writeByteArray(12, output());
            });
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(onnx);
    whole.writeBytes(message(out -> out.writeByteArray(7, graph)));
    return whole.toByteArray();
  }

  private static byte[] table() {
    return message(
        out -> {
          out.writeInt64(1, TABLE);
          out.writeInt32(2, FLOAT);
          out.writeString(8, "table");
          out.writeByteArray(9, new byte[TABLE * Float.BYTES]);
        });
  }

  /** Without it nobody would need the table, and the engine would leave it out. */
  private static byte[] output() {
    byte[] shape = message(out -> out.writeByteArray(1, dimension("batch")));
    byte[] tensor =
        message(
            out -> {
              out.writeInt32(1, FLOAT);
              out.writeByteArray(2, join(shape, message(o -> o.writeByteArray(1, dimension("x")))));
            });
    return message(
        out -> {
          out.writeString(1, "looked_up");
          out.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
  }

  private static byte[] dimension(String name) {
    return message(out -> out.writeByteArray(2, name.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
