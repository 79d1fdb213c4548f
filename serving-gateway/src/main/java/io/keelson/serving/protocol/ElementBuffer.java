package io.keelson.serving.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Grows with the elements put in, little-endian, up to a bound. */
final class ElementBuffer {
  private static final int FIRST_BYTES = 256;

  private final int maxBytes;
  private byte[] bytes = new byte[FIRST_BYTES];
  private ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  ElementBuffer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  private void room(int more) {
    int used = view.position();
    if (more > maxBytes - used) {
      throw new TensorsTooLarge();
    }
    if (view.remaining() < more) {
      long grown = Math.max(bytes.length * 2L, (long) used + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(grown, Math.max(maxBytes, FIRST_BYTES)));
      view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(used);
    }
  }

  int size() {
    return view.position();
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
