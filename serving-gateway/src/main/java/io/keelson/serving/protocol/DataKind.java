package io.keelson.serving.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keelson.serving.protocol.inference.InferTensorContents;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tensor element types of the protocol: how each is spelt in JSON and laid out in raw contents
 * (little-endian).
 */
enum DataKind {
  BOOL(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  FP16(2),
  FP32(4),
  FP64(8),
  BF16(2),
  BYTES(0);

  private static final Map<String, DataKind> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(DataKind::name, kind -> kind));

  private final int sizeBytes;

  DataKind(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  /** Bytes of one element; 0 for BYTES, whose elements carry their length. */
  int sizeBytes() {
    return sizeBytes;
  }

  static DataKind named(String tensor, String datatype) {
    DataKind kind = BY_NAME.get(datatype);
    if (kind == null) {
      throw new ProtocolError("tensor \"" + tensor + "\": unknown datatype \"" + datatype + "\"");
    }
    return kind;
  }

  /** Appends the parser's current value as one element. */
  void append(JsonParser json, ElementBuffer out) throws IOException {
    JsonToken token = json.currentToken();
    switch (this) {
      case BOOL -> {
        require(
            token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, "true or false", json);
        out.putByte(token == JsonToken.VALUE_TRUE ? 1 : 0);
      }
      case INT8 -> out.putByte((int) integer(json, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case INT16 -> out.putShort((int) integer(json, Short.MIN_VALUE, Short.MAX_VALUE));
      case INT32 -> out.putInt((int) integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> out.putLong(integer(json, Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT8 -> out.putByte((int) integer(json, 0, 0xff));
      case UINT16 -> out.putShort((int) integer(json, 0, 0xffff));
      case UINT32 -> out.putInt((int) integer(json, 0, 0xffff_ffffL));
      case UINT64 -> out.putLong(unsignedLong(json));
      case FP16 -> out.putShort(Float.floatToFloat16((float) number(json)));
      case FP32 -> out.putInt(Float.floatToRawIntBits((float) number(json)));
      case FP64 -> out.putLong(Double.doubleToRawLongBits(number(json)));
      case BF16 -> throw new ProtocolError("BF16 data cannot be sent as JSON");
      case BYTES -> {
        require(token == JsonToken.VALUE_STRING, "a string", json);
        String text = json.getText();
        require(Utf16.isWhole(text), "no surrogate without its other half", json);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length);
        out.putBytes(bytes);
      }
    }
  }

  private long integer(JsonParser json, long min, long max) throws IOException {
    String expected = "a whole number from " + min + " to " + max;
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, expected, json);
    require(json.getNumberType() != JsonParser.NumberType.BIG_INTEGER, expected, json);
    long value = json.getLongValue();
    require(value >= min && value <= max, expected, json);
    return value;
  }

  private long unsignedLong(JsonParser json) throws IOException {
    String expected = "a whole number from 0 to 18446744073709551615";
    require(
        json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= 20,
        expected,
        json);
    BigInteger value = json.getBigIntegerValue();
    require(value.signum() >= 0 && value.bitLength() <= Long.SIZE, expected, json);
    return value.longValue();
  }

  /**
   * A number, or one of the words that this gateway itself writes for what JSON has no number for.
   */
  private double number(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return switch (json.getText()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw mismatch("a number", json);
      };
    }
    require(json.currentToken().isNumeric(), "a number", json);
    return this == FP64 ? json.getDoubleValue() : json.getFloatValue();
  }

  private void require(boolean fits, String expected, JsonParser json) throws IOException {
    if (!fits) {
      throw mismatch(expected, json);
    }
  }

  private ProtocolError mismatch(String expected, JsonParser json) throws IOException {
    String text = String.valueOf(json.getText());
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return new ProtocolError(
        this + " data: " + Utf16.repaired(shown) + " (expected: " + expected + ")");
  }

  /** Writes all elements of raw contents. */
  void writeRaw(ByteBuffer raw, JsonGenerator json) throws IOException {
    while (raw.hasRemaining()) {
      switch (this) {
        case BOOL -> json.writeBoolean(raw.get() != 0);
        case INT8 -> json.writeNumber(raw.get());
        case INT16 -> json.writeNumber(raw.getShort());
        case INT32 -> json.writeNumber(raw.getInt());
        case INT64 -> json.writeNumber(raw.getLong());
        case UINT8 -> json.writeNumber(raw.get() & 0xff);
        case UINT16 -> json.writeNumber(raw.getShort() & 0xffff);
        case UINT32 -> json.writeNumber(raw.getInt() & 0xffff_ffffL);
        case UINT64 -> json.writeNumber(Long.toUnsignedString(raw.getLong()));
        case FP16 -> json.writeNumber(Float.float16ToFloat(raw.getShort()));
        case BF16 -> json.writeNumber(Float.intBitsToFloat(raw.getShort() << 16));
        case FP32 -> json.writeNumber(raw.getFloat());
        case FP64 -> json.writeNumber(raw.getDouble());
        case BYTES -> {
          json.writeString(readText(raw));
        }
      }
    }
  }

  /** The next element as a number; a bool is 0 or 1. Not for BYTES. */
  double readNumber(ByteBuffer raw) {
    return switch (this) {
      case BOOL -> raw.get() == 0 ? 0 : 1;
      case INT8 -> raw.get();
      case INT16 -> raw.getShort();
      case INT32 -> raw.getInt();
      case INT64 -> raw.getLong();
      case UINT8 -> raw.get() & 0xff;
      case UINT16 -> raw.getShort() & 0xffff;
      case UINT32 -> raw.getInt() & 0xffff_ffffL;
      case UINT64 -> unsigned(raw.getLong());
      case FP16 -> Float.float16ToFloat(raw.getShort());
      case BF16 -> Float.intBitsToFloat(raw.getShort() << 16);
      case FP32 -> raw.getFloat();
      case FP64 -> raw.getDouble();
      case BYTES -> throw new IllegalArgumentException("BYTES are no numbers");
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
  }

  /** The next element of BYTES, as text. */
  static String readText(ByteBuffer raw) {
    return new String(take(raw), StandardCharsets.UTF_8);
  }

  private static byte[] take(ByteBuffer raw) {
    int length = raw.remaining() < Integer.BYTES ? -1 : raw.getInt();
    if (length < 0 || length > raw.remaining()) {
      throw new ProtocolError("an element of BYTES reaches beyond its tensor");
    }
    byte[] out = new byte[length];
    raw.get(out);
    return out;
  }

  /** Turns typed contents into raw ones, so that both answers look the same from here on. */
  void appendTyped(InferTensorContents contents, ElementBuffer out) {
    switch (this) {
      case BOOL -> contents.getBoolContentsList().forEach(value -> out.putByte(value ? 1 : 0));
      case INT8 -> contents.getIntContentsList().forEach(out::putByte);
      case INT16 -> contents.getIntContentsList().forEach(out::putShort);
      case INT32 -> contents.getIntContentsList().forEach(out::putInt);
      case INT64 -> contents.getInt64ContentsList().forEach(out::putLong);
      case UINT8 -> contents.getUintContentsList().forEach(out::putByte);
      case UINT16 -> contents.getUintContentsList().forEach(out::putShort);
      case UINT32 -> contents.getUintContentsList().forEach(out::putInt);
      case UINT64 -> contents.getUint64ContentsList().forEach(out::putLong);
      case FP32 ->
          contents
              .getFp32ContentsList()
              .forEach(value -> out.putInt(Float.floatToRawIntBits(value)));
      case FP64 ->
          contents
              .getFp64ContentsList()
              .forEach(value -> out.putLong(Double.doubleToRawLongBits(value)));
      case FP16, BF16 -> {} // have no typed contents
      case BYTES ->
          contents
              .getBytesContentsList()
              .forEach(
                  value -> {
                    out.putInt(value.size());
                    out.putBytes(value.toByteArray());
                  });
    }
  }
}
