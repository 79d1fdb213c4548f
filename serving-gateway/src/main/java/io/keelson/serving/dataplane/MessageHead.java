package io.keelson.serving.dataplane;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the model's name and version (fields 1 and 2) off a length-prefixed message as it arrives,
 * without decoding it. Writers put them first, so the first bytes are enough; where another field
 * comes first, it waits for the whole message and takes the last value of each field, as the
 * protocol buffers encoding says.
 */
final class MessageHead {
  /** Of gRPC: a flag for compression and the message's length. */
  static final int PREFIX_BYTES = 5;

  static final int MAX_NAME_BYTES = 256;
  private static final int NAME_TAG = (1 << 3) | 2;
  private static final int VERSION_TAG = (2 << 3) | 2;
  private static final long TRUNCATED = -1;
  private static final long OVERLONG = -2;

  /** What the bytes so far tell. */
  enum Outcome {
    FOUND,
    NEED_MORE,
    MALFORMED
  }

  private String name;
  private String version = "";
  private int at;

  String name() {
    return name;
  }

  String version() {
    return version;
  }

  /**
   * @param bytes what has arrived, from the prefix on
   * @param end where the message ends in it by its prefix; beyond the bytes when more is to come
   */
  Outcome read(Buffer bytes, int end) {
    int available = Math.min(bytes.length(), end);
    if (available <= PREFIX_BYTES) {
      return available == end ? found("") : Outcome.NEED_MORE;
    }
    if (bytes.getByte(PREFIX_BYTES) != NAME_TAG) {
      return available < end ? Outcome.NEED_MORE : scan(bytes, end);
    }
    at = PREFIX_BYTES + 1;
    int length = length(bytes, available);
    if (length < 0 || at + length > available) {
      return length < -1 || length > MAX_NAME_BYTES || available == end
          ? Outcome.MALFORMED
          : Outcome.NEED_MORE;
    }
    if (length > MAX_NAME_BYTES) {
      return Outcome.MALFORMED;
    }
    String first = text(bytes, length);
    if (at == end) {
      return found(first);
    }
    if (at == available) {
      return Outcome.NEED_MORE;
    }
    int tag = bytes.getByte(at);
    if (tag == VERSION_TAG) {
      at++;
      length = length(bytes, available);
      if (length < 0 || at + length > available) {
        return length < -1 || length > MAX_NAME_BYTES || available == end
            ? Outcome.MALFORMED
            : Outcome.NEED_MORE;
      }
      if (length > MAX_NAME_BYTES) {
        return Outcome.MALFORMED;
      }
      version = text(bytes, length);
      return found(first);
    }
    // In the order of the fields' numbers no version can follow another field; any other order is
    // read in full.
    boolean inOrder = (tag >>> 3) > 2 || tag < 0;
    if (inOrder) {
      return found(first);
    }
    return available < end ? Outcome.NEED_MORE : scan(bytes, end);
  }

  private Outcome found(String value) {
    name = value;
    return Outcome.FOUND;
  }

  /** A whole message, its fields in any order. */
  private Outcome scan(Buffer bytes, int end) {
    String last = "";
    at = PREFIX_BYTES;
    while (at < end) {
      long tag = varint(bytes, end);
      int wireType = (int) (tag & 7);
      if (tag <= 0 || tag >>> 3 == 0) {
        return Outcome.MALFORMED;
      }
      if (wireType == 2) {
        int length = length(bytes, end);
        if (length < 0 || length > end - at) {
          return Outcome.MALFORMED;
        }
        if (tag == NAME_TAG || tag == VERSION_TAG) {
          if (length > MAX_NAME_BYTES) {
            return Outcome.MALFORMED;
          }
          String value = text(bytes, length);
          if (tag == NAME_TAG) {
            last = value;
          } else {
            version = value;
          }
        } else {
          at += length;
        }
      } else if (!skip(bytes, end, wireType)) {
        return Outcome.MALFORMED;
      }
    }
    return found(last);
  }

  private boolean skip(Buffer bytes, int end, int wireType) {
    switch (wireType) {
      case 0 -> {
        return varint(bytes, end) != TRUNCATED && at <= end;
      }
      case 1 -> at += Long.BYTES;
      case 5 -> at += Integer.BYTES;
      default -> {
        return false;
      }
    }
    return at <= end;
  }

  /** A length at {@code at}, which moves on: -1 when cut off, -2 when it is no length. */
  private int length(Buffer bytes, int available) {
    long value = varint(bytes, available);
    return value == TRUNCATED ? -1 : value < 0 || value > Integer.MAX_VALUE ? -2 : (int) value;
  }

  private long varint(Buffer bytes, int available) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= available) {
        return TRUNCATED;
      }
      byte b = bytes.getByte(at++);
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value < 0 ? OVERLONG : value;
      }
    }
    return OVERLONG;
  }

  private String text(Buffer bytes, int length) {
    String value = bytes.getString(at, at + length, StandardCharsets.UTF_8.name());
    at += length;
    return value;
  }
}
