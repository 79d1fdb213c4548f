package io.keelson.serving.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Tensors as {@link TensorsJson} writes them, straight from the bytes of a message. It knows what
 * clients usually send: whatever it does not know, or finds wrong, it leaves to {@link
 * TensorsJson}, so that what is written and what is refused is the same. For one thread.
 */
public final class WireTensors {
  private static final int LENGTH_DELIMITED = 2;
  private static final int TYPE_BITS = 3;
  private static final int MAX_TENSORS = 16;

  /** Of the bytes of a long: one of ASCII has none. */
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** Of messages: their texts come first, and need no look beyond what they are. */
  private static final int LAST_TEXT = 3;

  private static final int TENSORS = 5;
  private static final int REQUEST_RAW = 7;
  private static final int RESPONSE_RAW = 6;

  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;
  private static final int CONTENTS = 5;

  private static final DataKind[] KINDS = DataKind.values();
  private static final byte[][] KIND_NAMES = new byte[KINDS.length][];
  private static final byte[] DATATYPE_FIELD = ascii(":{\"datatype\":\"");
  private static final byte[] SHAPE_FIELD = ascii("\",\"shape\":[");
  private static final byte[] DATA_FIELD = ascii("],\"data\":[");
  private static final byte[] REDACTED_FIELD = ascii("],\"redacted\":true}");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  static {
    for (int i = 0; i < KINDS.length; i++) {
      KIND_NAMES[i] = ascii(KINDS[i].name());
    }
  }

  private final int maxTensorBytes;
  private final RowBytes out;
  private final long[] raws = new long[MAX_TENSORS];
  private final long[] tensors = new long[MAX_TENSORS];
  private final long[] names = new long[MAX_TENSORS];
  private Set<String> redact = Set.of();
  private long bytesLeft;
  private byte[] message;
  private ByteBuffer raw;

  /** Of the message that is read. */
  private int at;

  /**
   * @param maxTensorBytes of a tensor's elements in raw form: a message with a larger one is left
   * @param out takes what is written
   */
  public WireTensors(int maxTensorBytes, RowBytes out) {
    this.maxTensorBytes = maxTensorBytes;
    this.out = out;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A row begins.
   *
   * @param redacted names whose elements are not written
   * @param maxBytes of all elements that are written
   */
  public void begin(Set<String> redacted, long maxBytes) {
    redact = redacted;
    bytesLeft = maxBytes;
  }

  /**
   * Writes an object with a field for each input of a request.
   *
   * @param from where it begins in {@code framed}; it goes to the end
   * @return false where it is to be left to {@link TensorsJson}, and so is the row; some of it may
   *     have been written
   */
  public boolean inputs(byte[] framed, int from) {
    return all(framed, from, REQUEST_RAW);
  }

  /** Likewise for each output of an answer. */
  public boolean outputs(byte[] framed, int from) {
    return all(framed, from, RESPONSE_RAW);
  }

  private boolean all(byte[] framed, int from, int rawField) {
    message = framed;
    raw = ByteBuffer.wrap(framed).order(ByteOrder.LITTLE_ENDIAN);
    return tensors(from, rawField);
  }

  private boolean tensors(int from, int rawField) {
    int count = 0;
    int rawCount = 0;
    at = from;
    while (at < message.length) {
      int field = field(message.length);
      int length = field == 0 ? -1 : length(message.length);
      if (length < 0) {
        return false;
      }
      if (field <= LAST_TEXT) {
        if (!isAscii(at, at + length)) {
          return false;
        }
      } else if (field == TENSORS && count < MAX_TENSORS) {
        tensors[count++] = range(at, at + length);
      } else if (field == rawField && rawCount < MAX_TENSORS) {
        raws[rawCount++] = range(at, at + length);
      } else {
        return false;
      }
      at += length;
    }
    out.put('{');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.put(',');
      }
      if (!tensor(i, i < rawCount ? raws[i] : 0)) {
        return false;
      }
    }
    out.put('}');
    return true;
  }

  private static long range(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  private static int from(long range) {
    return (int) (range >>> Integer.SIZE);
  }

  private static int to(long range) {
    return (int) range;
  }

  /** The number of a field that has a length; 0 for any other, and for those with long numbers. */
  private int field(int end) {
    int tag = at < end ? message[at++] : 0;
    return tag > 0 && (tag & (1 << TYPE_BITS) - 1) == LENGTH_DELIMITED ? tag >>> TYPE_BITS : 0;
  }

  /** What follows is so long; negative where it reaches beyond the end. */
  private int length(int end) {
    if (at < end && message[at] >= 0) {
      int length = message[at++];
      return length <= end - at ? length : -1;
    }
    int start = at;
    int last = start;
    while (last < end && last - start < 4 && message[last] < 0) {
      last++;
    }
    if (last == end || message[last] < 0) {
      return -1;
    }
    long length = varint();
    return length <= end - at ? (int) length : -1;
  }

  private boolean isAscii(int from, int to) {
    long seen = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      seen |= raw.getLong(i);
    }
    for (; i < to; i++) {
      seen |= message[i];
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** The next one, which is known to end. */
  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += Byte.SIZE - 1) {
      byte part = message[at++];
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  /** How many there are up to an end, which is where one ends; negative where they are none. */
  private int varints(int from, int to) {
    int count = 0;
    int bytes = 0;
    for (int i = from; i < to; i++) {
      if (++bytes > 10) {
        return -1;
      }
      if (message[i] >= 0) {
        count++;
        bytes = 0;
      }
    }
    return bytes == 0 ? count : -1;
  }

  /**
   * @param rawRange of its elements; 0 where they are typed
   */
  private boolean tensor(int index, long rawRange) {
    long name = 0;
    long datatype = 0;
    long shape = 0;
    long contents = 0;
    at = from(tensors[index]);
    int end = to(tensors[index]);
    while (at < end) {
      int field = field(end);
      int length = field == 0 ? -1 : length(end);
      if (length < 0) {
        return false;
      }
      long range = range(at, at + length);
      if (field == NAME && name == 0) {
        name = range;
      } else if (field == DATATYPE && datatype == 0) {
        datatype = range;
      } else if (field == SHAPE && shape == 0) {
        shape = range;
      } else if (field == CONTENTS && contents == 0) {
        contents = range;
      } else {
        return false;
      }
      at += length;
    }
    DataKind kind = kind(datatype);
    names[index] = name;
    if (kind == null
        || !RowBytes.isPlain(message, from(name), to(name))
        || isThere(index)
        || varints(from(shape), to(shape)) < 0
        || (rawRange != 0 && contents != 0)) {
      return false;
    }
    out.put('"');
    out.put(message, from(name), to(name));
    out.put('"');
    out.put(DATATYPE_FIELD);
    out.put(KIND_NAMES[kind.ordinal()]);
    out.put(SHAPE_FIELD);
    numbers(DataKind.INT64, shape);
    if (!redact.isEmpty() && isRedacted(name)) {
      out.put(REDACTED_FIELD);
      return contents == 0;
    }
    out.put(DATA_FIELD);
    if (rawRange != 0 ? !raw(kind, rawRange) : !typed(kind, contents)) {
      return false;
    }
    out.put(']');
    out.put('}');
    return true;
  }

  private boolean isRedacted(long name) {
    String text = new String(message, from(name), to(name) - from(name), StandardCharsets.US_ASCII);
    return redact.contains(text);
  }

  private DataKind kind(long name) {
    for (int i = 0; i < KINDS.length; i++) {
      byte[] wanted = KIND_NAMES[i];
      if (to(name) - from(name) == wanted.length
          && Arrays.equals(message, from(name), to(name), wanted, 0, wanted.length)) {
        return KINDS[i];
      }
    }
    return null;
  }

  /** Whether one before has the same name. */
  private boolean isThere(int index) {
    long mine = names[index];
    for (int i = 0; i < index; i++) {
      long other = names[i];
      if (Arrays.equals(message, from(mine), to(mine), message, from(other), to(other))) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(long rawBytes) {
    if (rawBytes > Math.min(maxTensorBytes, bytesLeft)) {
      return false;
    }
    bytesLeft -= rawBytes;
    return true;
  }

  private boolean raw(DataKind kind, long range) {
    int length = to(range) - from(range);
    if (kind == DataKind.BYTES) {
      return fits(length) && texts(range);
    }
    if (!fits(length) || length % kind.sizeBytes() != 0) {
      return false;
    }
    for (int i = from(range); i < to(range); i += kind.sizeBytes()) {
      if (i > from(range)) {
        out.put(',');
      }
      element(kind, i);
    }
    return true;
  }

  private void element(DataKind kind, int i) {
    switch (kind) {
      case BOOL -> out.put(raw.get(i) != 0 ? TRUE : FALSE);
      case INT8 -> out.putLong(raw.get(i));
      case INT16 -> out.putLong(raw.getShort(i));
      case INT32 -> out.putLong(raw.getInt(i));
      case INT64 -> out.putLong(raw.getLong(i));
      case UINT8 -> out.putLong(raw.get(i) & 0xff);
      case UINT16 -> out.putLong(raw.getShort(i) & 0xffff);
      case UINT32 -> out.putLong(raw.getInt(i) & 0xffff_ffffL);
      case UINT64 -> putUnsigned(raw.getLong(i));
      case FP16 -> out.putFloat(Float.float16ToFloat(raw.getShort(i)));
      case BF16 -> out.putFloat(Float.intBitsToFloat(raw.getShort(i) << 16));
      case FP32 -> out.putFloat(raw.getFloat(i));
      case FP64 -> out.putDouble(raw.getDouble(i));
      case BYTES -> throw new IllegalArgumentException("BYTES have no size");
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
    int i = from(range);
    while (i < to(range)) {
      int length = to(range) - i < Integer.BYTES ? -1 : raw.getInt(i);
      if (i > from(range)) {
        out.put(',');
      }
      i += Integer.BYTES;
      if (length < 0 || length > to(range) - i || !text(i, i + length)) {
        return false;
      }
      i += length;
    }
    return true;
  }

  private boolean text(int from, int to) {
    if (!RowBytes.isPlain(message, from, to)) {
      return false;
    }
    out.put('"');
    out.put(message, from, to);
    out.put('"');
    return true;
  }

  /**
   * Elements in the one field that their type has.
   *
   * @param contents 0 where there are none
   */
  private boolean typed(DataKind kind, long contents) {
    at = from(contents);
    int end = to(contents);
    if (at == end) {
      return true;
    }
    int wanted = contentsField(kind);
    if (kind == DataKind.BYTES) {
      return typedTexts(wanted, end);
    }
    int length = field(end) == wanted ? length(end) : -1;
    if (length < 0 || at + length != end) {
      return false;
    }
    long range = range(at, end);
    if (kind == DataKind.FP32 || kind == DataKind.FP64) {
      return raw(kind, range);
    }
    int count = varints(at, end);
    if (count < 0 || !fits((long) count * kind.sizeBytes())) {
      return false;
    }
    numbers(kind, range);
    return true;
  }

  private boolean typedTexts(int wanted, int end) {
    long rawBytes = 0;
    while (at < end) {
      if (rawBytes > 0) {
        out.put(',');
      }
      int length = field(end) == wanted ? length(end) : -1;
      if (length < 0 || !text(at, at + length)) {
        return false;
      }
      rawBytes += Integer.BYTES + length;
      at += length;
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

  private void numbers(DataKind kind, long range) {
    at = from(range);
    while (at < to(range)) {
      if (at > from(range)) {
        out.put(',');
      }
      long value = varint();
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
