package io.keelson.serving.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Elements of a tensor as {@link TensorsJson} writes them, straight from the bytes of a message.
 */
final class WireElements {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final int maxTensorBytes;
  private final WireCursor in;
  private final RowBytes out;
  private long bytesLeft;

  WireElements(int maxTensorBytes, WireCursor in, RowBytes out) {
    this.maxTensorBytes = maxTensorBytes;
    this.in = in;
    this.out = out;
  }

  void begin(long maxBytes) {
    bytesLeft = maxBytes;
  }

  private boolean fits(long rawBytes) {
    if (rawBytes > Math.min(maxTensorBytes, bytesLeft)) {
      return false;
    }
    bytesLeft -= rawBytes;
    return true;
  }

  /** False where they are too many, or not of their type's form; some may have been written. */
  boolean raw(DataKind kind, long range) {
    int length = WireRange.length(range);
    if (kind == DataKind.BYTES) {
      return fits(length) && texts(range);
    }
    if (!fits(length) || length % kind.sizeBytes() != 0) {
      return false;
    }
    if (length > 0) {
      elements(kind, WireRange.from(range), WireRange.to(range));
    }
    return true;
  }

  private void elements(DataKind kind, int from, int to) {
    switch (kind) {
      case FP32 -> out.putFloats(in.message(), from, to);
      case FP64 -> out.putDoubles(in.message(), from, to);
      default -> {
        for (int i = from; i < to; i += kind.sizeBytes()) {
          element(kind, in.message(), i);
          out.put(',');
        }
        out.dropLast();
      }
    }
  }

  private void element(DataKind kind, byte[] from, int i) {
    switch (kind) {
      case BOOL -> out.put(from[i] != 0 ? TRUE : FALSE);
      case INT8 -> out.putLong(from[i]);
      case INT16 -> out.putLong(LittleEndian.getShort(from, i));
      case INT32 -> out.putLong(LittleEndian.getInt(from, i));
      case INT64 -> out.putLong(LittleEndian.getLong(from, i));
      case UINT8 -> out.putLong(from[i] & 0xff);
      case UINT16 -> out.putLong(LittleEndian.getShort(from, i) & 0xffff);
      case UINT32 -> out.putLong(LittleEndian.getInt(from, i) & 0xffff_ffffL);
      case UINT64 -> putUnsigned(LittleEndian.getLong(from, i));
      case FP16 -> out.putFloat(Float.float16ToFloat(LittleEndian.getShort(from, i)));
      case BF16 -> out.putFloat(Float.intBitsToFloat(LittleEndian.getShort(from, i) << 16));
      default -> throw new IllegalArgumentException(kind + " are not written one by one");
    }
  }

  private void putUnsigned(long value) {
    if (value < 0) {
      out.putAscii(Long.toUnsignedString(value));
    } else {
      out.putLong(value);
    }
  }

  private boolean texts(long range) {
    int i = WireRange.from(range);
    int to = WireRange.to(range);
    while (i < to) {
      int length = to - i < Integer.BYTES ? -1 : LittleEndian.getInt(in.message(), i);
      if (i > WireRange.from(range)) {
        out.put(',');
      }
      i += Integer.BYTES;
      if (length < 0 || length > to - i || !text(i, i + length)) {
        return false;
      }
      i += length;
    }
    return true;
  }

  private boolean text(int from, int to) {
    if (!PlainText.is(in.message(), from, to)) {
      return false;
    }
    out.put('"');
    out.put(in.message(), from, to);
    out.put('"');
    return true;
  }

  /**
   * Elements in the one field that their type has; false as for {@link #raw}.
   *
   * @param contents nowhere where there are none
   */
  boolean typed(DataKind kind, long contents) {
    int end = WireRange.to(contents);
    in.go(WireRange.from(contents));
    if (in.at() == end) {
      return true;
    }
    int wanted = contentsField(kind);
    if (kind == DataKind.BYTES) {
      return typedTexts(wanted, end);
    }
    int length = in.field(end) == wanted ? in.length(end) : -1;
    if (length < 0 || in.at() + length != end) {
      return false;
    }
    long range = WireRange.of(in.at(), end);
    if (kind == DataKind.FP32 || kind == DataKind.FP64) {
      return raw(kind, range);
    }
    int count = in.varints(in.at(), end);
    if (count < 0 || !fits((long) count * kind.sizeBytes())) {
      return false;
    }
    numbers(kind, range);
    return true;
  }

  private boolean typedTexts(int wanted, int end) {
    long rawBytes = 0;
    while (in.at() < end) {
      if (rawBytes > 0) {
        out.put(',');
      }
      int length = in.field(end) == wanted ? in.length(end) : -1;
      if (length < 0 || !text(in.at(), in.at() + length)) {
        return false;
      }
      rawBytes += Integer.BYTES + length;
      in.go(in.at() + length);
    }
    return fits(rawBytes);
  }

  /** Of {@code InferTensorContents}; negative for kinds that have no typed contents. */
  private static int contentsField(DataKind kind) {
    return switch (kind) {
      case BOOL -> 1;
      case INT8, INT16, INT32 -> 2;
      case INT64 -> 3;
      case UINT8, UINT16, UINT32 -> 4;
      case UINT64 -> 5;
      case FP32 -> 6;
      case FP64 -> 7;
      case BYTES -> 8;
      case FP16, BF16 -> -1;
    };
  }

  /** Varints that are known to end where the range does. */
  void numbers(DataKind kind, long range) {
    int to = WireRange.to(range);
    in.go(WireRange.from(range));
    while (in.at() < to) {
      if (in.at() > WireRange.from(range)) {
        out.put(',');
      }
      long value = in.varint();
      switch (kind) {
        case BOOL -> out.put(value != 0 ? TRUE : FALSE);
        case INT8 -> out.putLong((byte) value);
        case INT16 -> out.putLong((short) value);
        case INT32 -> out.putLong((int) value);
        case INT64 -> out.putLong(value);
        case UINT8 -> out.putLong(value & 0xff);
        case UINT16 -> out.putLong(value & 0xffff);
        case UINT32 -> out.putLong(value & 0xffff_ffffL);
        case UINT64 -> putUnsigned(value);
        default -> throw new IllegalArgumentException(kind + " are no varints");
      }
    }
  }
}
