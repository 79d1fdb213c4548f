package io.keelson.serving.protocol;

/**
 * A place in the bytes of a message, and what is read there. It knows what clients usually send.
 */
final class WireCursor {
  private static final int LENGTH_DELIMITED = 2;
  private static final int TYPE_BITS = 3;
  private static final int MAX_VARINT_BYTES = 10;

  private byte[] message = {};
  private int at;

  void read(byte[] from) {
    message = from;
  }

  byte[] message() {
    return message;
  }

  int at() {
    return at;
  }

  void go(int to) {
    at = to;
  }

  /** The number of a field that has a length; 0 for any other, and for those with long numbers. */
  int field(int end) {
    int tag = at < end ? message[at++] : 0;
    return tag > 0 && (tag & (1 << TYPE_BITS) - 1) == LENGTH_DELIMITED ? tag >>> TYPE_BITS : 0;
  }

  /** What follows is so long; negative where it reaches beyond the end. */
  int length(int end) {
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

  /** The next one, which is known to end. */
  long varint() {
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
  int varints(int from, int to) {
    int count = 0;
    int bytes = 0;
    for (int i = from; i < to; i++) {
      if (++bytes > MAX_VARINT_BYTES) {
        return -1;
      }
      if (message[i] >= 0) {
        count++;
        bytes = 0;
      }
    }
    return bytes == 0 ? count : -1;
  }
}
