package io.keelson.serving.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Grows with the elements put in, little-endian. */
final class ElementBuffer {
  private byte[] bytes = new byte[256];
  private ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  private void room(int more) {
    if (view.remaining() < more) {
      int used = view.position();
      bytes =
          Arrays.copyOf(
              bytes, Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(used, more)));
      view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(used);
    }
  }

  void putByte(int value) {
    room(1);
    view.put((byte) value);
  }

  void putShort(int value) {
    room(Short.BYTES);
    view.putShort((short) value);
  }

  void putInt(int value) {
    room(Integer.BYTES);
    view.putInt(value);
  }

  void putLong(long value) {
    room(Long.BYTES);
    view.putLong(value);
  }

  void putBytes(byte[] value) {
    room(value.length);
    view.put(value);
  }

  /** The elements so far; nothing may be put in afterwards. */
  ByteString toByteString() {
    return UnsafeByteOperations.unsafeWrap(bytes, 0, view.position());
  }
}
