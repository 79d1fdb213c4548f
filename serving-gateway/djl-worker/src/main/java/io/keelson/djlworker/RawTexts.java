package io.keelson.djlworker;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol's raw form of BYTES: each element is its length (4 bytes, little-endian), then its
 * bytes.
 */
final class RawTexts {
  private RawTexts() {}

  static void check(TensorSpec spec, ByteString raw, int elements) throws StatusException {
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int count = 0;
    while (bytes.remaining() >= Integer.BYTES) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw spec.refused(
            "an element of " + Integer.toUnsignedString(length) + " bytes",
            "at most " + bytes.remaining());
      }
      bytes.position(bytes.position() + length);
      count++;
    }
    if (count != elements || bytes.hasRemaining()) {
      throw spec.refused(count + " raw elements", elements + " elements");
    }
  }

  /** Of bytes that passed the check. */
  static List<String> read(ByteString raw) {
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<String> texts = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] text = new byte[bytes.getInt()];
      bytes.get(text);
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
    return texts;
  }

  static ByteString write(String[] texts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(bytes.length)
              .array());
      out.writeBytes(bytes);
    }
    return ByteString.copyFrom(out.toByteArray());
  }
}
